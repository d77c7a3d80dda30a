"""The framework's classes that users receive, for type checkers: those of the framework that is installed.

A star import of a missing package binds nothing, so each name is the class of the one framework that is installed,
and not a union with an unknown type. If both are installed, a checker uses one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdktf import *
    from cdktf_cdktf_provider_aws.cloudwatch_event_rule import *
    from cdktf_cdktf_provider_aws.cloudwatch_log_group import *
    from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import *
    from cdktf_cdktf_provider_aws.data_aws_cloudcontrolapi_resource import *
    from cdktf_cdktf_provider_aws.iam_role import *
    from cdktf_cdktf_provider_aws.iam_role_policy import *
    from cdktf_cdktf_provider_aws.lambda_event_source_mapping import *
    from cdktf_cdktf_provider_aws.lambda_function import *
    from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import *
    from cdktf_cdktf_provider_aws.sns_topic import *
    from cdktf_cdktf_provider_aws.sqs_queue import *
    from cdktn import *
    from cdktn_provider_aws.cloudwatch_event_rule import *
    from cdktn_provider_aws.cloudwatch_log_group import *
    from cdktn_provider_aws.cloudwatch_metric_alarm import *
    from cdktn_provider_aws.data_aws_cloudcontrolapi_resource import *
    from cdktn_provider_aws.iam_role import *
    from cdktn_provider_aws.iam_role_policy import *
    from cdktn_provider_aws.lambda_event_source_mapping import *
    from cdktn_provider_aws.lambda_function import *
    from cdktn_provider_aws.lambda_function_event_invoke_config import *
    from cdktn_provider_aws.sns_topic import *
    from cdktn_provider_aws.sqs_queue import *
