"""The framework's classes that users are handed, for type checkers: those of the framework that is installed.

A star import of a package that is missing binds nothing, so each name is the class of the one framework that there
is, and not a union with an unknown. Where both are installed, a checker takes the one or the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdktf import *
    from cdktf_cdktf_provider_aws.cloudwatch_event_rule import *
    from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import *
    from cdktf_cdktf_provider_aws.data_aws_cloudcontrolapi_resource import *
    from cdktf_cdktf_provider_aws.iam_role_policy import *
    from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import *
    from cdktf_cdktf_provider_aws.sns_topic import *
    from cdktf_cdktf_provider_aws.sqs_queue import *
    from cdktn import *
    from cdktn_provider_aws.cloudwatch_event_rule import *
    from cdktn_provider_aws.cloudwatch_metric_alarm import *
    from cdktn_provider_aws.data_aws_cloudcontrolapi_resource import *
    from cdktn_provider_aws.iam_role_policy import *
    from cdktn_provider_aws.lambda_function_event_invoke_config import *
    from cdktn_provider_aws.sns_topic import *
    from cdktn_provider_aws.sqs_queue import *
