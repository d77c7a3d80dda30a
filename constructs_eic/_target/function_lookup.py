"""The data source of a function that is not in the app, and what it has to wait for.

Terraform reads a data source when it plans, unless an argument or something in `depends_on` is known only after the
apply. The name of a function that a module creates is often known before.

Source: "Data Sources" and "The depends_on Meta-Argument" in the Terraform Language Documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import basename
from constructs_eic._bindings.making import create_resource, wait_for
from constructs_eic._bindings.resources import attribute
from constructs_eic._bindings.sources import addresses_behind
from constructs_eic._target.role import Role
from constructs_eic._target.target import is_managed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_eic._bindings.protocols import ITerraformDependable, TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target

LOOKED_UP = "Function"
"""The id of the data source in its configuration."""


def looked_up_role(
    target: Target,
    scope: Construct,
    deployment: Deployment,
    scope_info: ScopeInfo,
    depends_on: Sequence[ITerraformDependable] = (),
) -> Role:
    """The execution role of a function that is not in the app, from a data source.

    Args:
        target: The function.
        scope: Where the data source is created, unless one was given as the function.
        deployment: Its provider, region and instances.
        scope_info: Where the configuration is in the app.
        depends_on: What it waits for, in addition to what the function's name comes from.
    """
    function = None if is_managed(target.function) else target.function
    if function is None:
        function = create_resource(
            "DataAwsLambdaFunction",
            scope,
            LOOKED_UP,
            function_name=target.function_name,
            depends_on=[*depends_on] or None,
            **deployment.arguments,
        )
        wait_for_sources(function, target, scope_info)
    return Role(basename(attribute(function, "role")))


def wait_for_sources(data_source: TerraformElement, target: Target, scope_info: ScopeInfo) -> None:
    """Let `data_source` wait for the modules and resources that the names of function and qualifier come from."""
    # Of an alias, what its function comes from: an alias changes with every deployment.
    texts = [target.token or str(target.arn or target.name)]
    if target.qualifier is not None and target.qualifier.alias is None and target.token is None:
        texts.append(target.qualifier.text)
    wait_for(data_source, addresses_behind(texts, data_source, scope_info))
