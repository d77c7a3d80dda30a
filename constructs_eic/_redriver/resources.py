"""The resources of a `Redriver`, besides its queue and its alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from constructs_eic._bindings.making import create_asset, create_resource
from constructs_eic._bindings.references import identity_of
from constructs_eic._bindings.resources import attribute, reference_id
from constructs_eic._construct.created_policies import RolePolicy, role_policies_of
from constructs_eic._redriver import permissions
from constructs_eic._redriver.deployment_package import source_code_hash, zip_file
from constructs_eic._values.forwarder import (
    HANDLER,
    PARKING,
    START,
    log_group_name,
    role_name_prefix,
)
from constructs_eic._values.policy_document import policy_document
from constructs_eic._values.tokens import json_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_eic._bindings.installed import (
        CloudwatchLogGroup,
        IamRole,
        IamRolePolicy,
        LambdaEventSourceMapping,
        LambdaFunction,
    )
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic._values.policy_document import Statement

# At most the visibility timeout of the queue, which is 30 s by default: "Creating and configuring an Amazon SQS
# event source mapping" in the AWS Lambda Developer Guide. A batch usually takes less than a second.
TIMEOUT_IN_SECONDS: Final = 30
_BATCH_SIZE: Final = 10
_RUNTIME: Final = "python3.13"
_MEMORY_IN_MEGABYTES: Final = 512
_LOG_RETENTION_IN_DAYS: Final = 30
_SHORTER: Final = (
    "give only some of functions=, and attach an IamPolicy to its .role that allows lambda:InvokeFunction on the "
    "others, in one ARN with a wildcard, such as 'arn:aws:lambda:us-east-1:123456789012:function:orders-*'"
)


def make_log_group(scope: Construct, name: str, deployment: Deployment) -> CloudwatchLogGroup:
    """Create the log group before the function, which would create one without retention."""
    made = create_resource(
        "CloudwatchLogGroup",
        scope,
        "Logs",
        name=log_group_name(name),
        retention_in_days=_LOG_RETENTION_IN_DAYS,
        **deployment.arguments,
    )
    return cast("CloudwatchLogGroup", made)


def make_role(scope: Construct, forwarder: Target, deployment: Deployment) -> IamRole:
    """Create the forwarder's role; with a prefix, because roles of all regions share their names."""
    name = forwarder.literal_name
    prefix = None if name is None else role_name_prefix(name)
    made = create_resource(
        "IamRole",
        scope,
        "Role",
        name_prefix=prefix,
        assume_role_policy=json_template(permissions.assume_role_policy()),
        **deployment.global_arguments,
    )
    return cast("IamRole", made)


def make_policy(
    scope: Construct,
    role: IamRole,
    statements: Sequence[Statement],
    deployment: Deployment,
    scope_info: ScopeInfo,
) -> IamRolePolicy:
    """Create the one policy of the role, which counts when IAM's quota is checked."""
    name = attribute(role, "name")
    made = create_resource(
        "IamRolePolicy",
        scope,
        "Policy",
        name="forward",
        role=name,
        policy=policy_document(statements, lambda text: identity_of(text, scope_info)),
        **deployment.global_arguments,
    )
    policy = cast("IamRolePolicy", made)
    role_policies_of(scope_info)[reference_id(policy)] = RolePolicy(
        policy, name, statements, deployment, given=role, key=name, shorter=_SHORTER
    )
    return policy


def make_function(
    scope: Construct,
    name: str,
    role: IamRole,
    parking_url: str,
    log_group: CloudwatchLogGroup,
    deployment: Deployment,
) -> LambdaFunction:
    """Create the forwarder; Terraform leaves the variable alone that the command sets."""
    made = create_resource(
        "LambdaFunction",
        scope,
        "Forwarder",
        function_name=name,
        description="Sends the events of a queue back to their functions: constructs-eic redrive QUEUE --with NAME",
        role=attribute(role, "arn"),
        runtime=_RUNTIME,
        handler=HANDLER,
        filename=create_asset(scope, "Code", zip_file()),
        source_code_hash=source_code_hash(),
        timeout=TIMEOUT_IN_SECONDS,
        memory_size=_MEMORY_IN_MEGABYTES,
        environment={"variables": {PARKING: parking_url}},
        lifecycle={"ignoreChanges": [f'environment[0].variables["{START}"]']},
        depends_on=[log_group],
        **deployment.arguments,
    )
    return cast("LambdaFunction", made)


def make_mapping(
    scope: Construct,
    source_arn: str,
    function: LambdaFunction,
    policy: IamRolePolicy,
    maximum_concurrency: float | None,
    deployment: Deployment,
) -> LambdaEventSourceMapping:
    """Create the mapping, disabled. It has no filter: Lambda deletes the messages that a filter does not match.

    Source: "Control which events Lambda sends to your function" in the AWS Lambda Developer Guide.
    """
    scaling: dict[str, Any] | None = (
        None if maximum_concurrency is None else {"maximumConcurrency": maximum_concurrency}
    )
    made = create_resource(
        "LambdaEventSourceMapping",
        scope,
        "EventSourceMapping",
        event_source_arn=source_arn,
        function_name=attribute(function, "arn"),
        enabled=False,
        batch_size=_BATCH_SIZE,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config=scaling,
        depends_on=[policy],
        **deployment.arguments,
    )
    return cast("LambdaEventSourceMapping", made)
