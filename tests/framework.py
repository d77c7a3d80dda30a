"""The framework of this environment, cdktf or cdktn, which the tests name only here.

`from tests.framework import App, SqsQueue` imports the core's `App` and the `SqsQueue` of the AWS bindings. For a
new name, add a line below that tells mypy what it is.
"""

from __future__ import annotations

import re
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from tools import CHECKOUT
from tools.framework import BINDINGS, CORE, of_this_framework

EXAMPLES = CHECKOUT / "examples"

# Classes that are not in a module of their own name, by what their names begin with.
_MODULES = {
    "AwsProvider": "provider",
    "IamRoleInlinePolicy": "iam_role",
    r"S3BucketServerSideEncryptionConfiguration\w*A$": "s3_bucket_server_side_encryption_configuration",
    "LambdaFunctionEventInvokeConfig": "lambda_function_event_invoke_config",
    "S3BucketServerSideEncryptionConfiguration": "s3_bucket",
}

if TYPE_CHECKING:
    from cdktf import (
        Annotations,
        App,
        Aspects,
        Fn,
        IAspect,
        IResolveContext,
        IStringProducer,
        Lazy,
        LocalBackend,
        TerraformAsset,
        TerraformCount,
        TerraformElement,
        TerraformHclModule,
        TerraformIterator,
        TerraformLocal,
        TerraformModule,
        TerraformOutput,
        TerraformProvider,
        TerraformResource,
        TerraformResourceLifecycle,
        TerraformStack,
        TerraformVariable,
        Testing,
        Token,
    )
    from cdktf_cdktf_provider_aws.cloudwatch_event_bus import (
        CloudwatchEventBus,
    )
    from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
    from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
    from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
    from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
    from cdktf_cdktf_provider_aws.data_aws_cloudwatch_event_bus import (
        DataAwsCloudwatchEventBus,
    )
    from cdktf_cdktf_provider_aws.data_aws_cloudwatch_event_source import (
        DataAwsCloudwatchEventSource,
    )
    from cdktf_cdktf_provider_aws.data_aws_iam_role import DataAwsIamRole
    from cdktf_cdktf_provider_aws.data_aws_kms_key import DataAwsKmsKey
    from cdktf_cdktf_provider_aws.data_aws_lambda_alias import (
        DataAwsLambdaAlias,
    )
    from cdktf_cdktf_provider_aws.data_aws_lambda_function import (
        DataAwsLambdaFunction,
    )
    from cdktf_cdktf_provider_aws.data_aws_region import DataAwsRegion
    from cdktf_cdktf_provider_aws.data_aws_s3_bucket import DataAwsS3Bucket
    from cdktf_cdktf_provider_aws.data_aws_sns_topic import DataAwsSnsTopic
    from cdktf_cdktf_provider_aws.data_aws_sqs_queue import DataAwsSqsQueue
    from cdktf_cdktf_provider_aws.data_aws_ssm_parameter import DataAwsSsmParameter
    from cdktf_cdktf_provider_aws.iam_role import IamRole, IamRoleInlinePolicy
    from cdktf_cdktf_provider_aws.iam_role_policies_exclusive import (
        IamRolePoliciesExclusive,
    )
    from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
    from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
    from cdktf_cdktf_provider_aws.kinesis_video_stream import KinesisVideoStream
    from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
    from cdktf_cdktf_provider_aws.kms_external_key import KmsExternalKey
    from cdktf_cdktf_provider_aws.kms_key import KmsKey
    from cdktf_cdktf_provider_aws.kms_replica_key import KmsReplicaKey
    from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
    from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
    from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import (
        LambdaFunctionEventInvokeConfig,
        LambdaFunctionEventInvokeConfigDestinationConfig,
        LambdaFunctionEventInvokeConfigDestinationConfigOnFailure,
    )
    from cdktf_cdktf_provider_aws.lambda_function_url import LambdaFunctionUrl
    from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
    from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderAssumeRole
    from cdktf_cdktf_provider_aws.s3_bucket import (
        S3Bucket,
        S3BucketServerSideEncryptionConfiguration,
        S3BucketServerSideEncryptionConfigurationRule,
        S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault,
    )
    from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
        S3BucketServerSideEncryptionConfigurationA,
        S3BucketServerSideEncryptionConfigurationRuleA,
        S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
    )
    from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
    from cdktf_cdktf_provider_aws.sns_topic_subscription import (
        SnsTopicSubscription,
    )
    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
else:

    def __getattr__(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        core = import_module(CORE)
        if hasattr(core, name):
            return getattr(core, name)
        return getattr(import_module(f"{BINDINGS}.{_module_of(name)}"), name)


def example(name: str) -> ModuleType:
    """The example `examples/<name>/main.py` as a module, moved to this framework if it is not cdktf."""
    path = EXAMPLES / name / "main.py"
    module = ModuleType(f"examples.{name}.main")
    module.__file__ = str(path)
    source = of_this_framework(path.read_text("utf-8"))
    exec(compile(source, path, "exec", dont_inherit=True), vars(module))  # noqa: S102 - what a move is
    return module


def _module_of(class_name: str) -> str:
    known = next((each for each in _MODULES if re.match(each, class_name)), None)
    return _MODULES[known] if known else re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()
