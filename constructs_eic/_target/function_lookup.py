"""The data source of a function that is not in the app, and what it has to wait for.

Terraform reads a data source when it plans, unless an argument or something in `depends_on` is known only after the
apply. The name of a function that a module creates is often known before.

Source: "Data Sources" and "The depends_on Meta-Argument" in the Terraform Language Documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import basename, resolved
from constructs_eic._bindings.making import create_resource, wait_for
from constructs_eic._bindings.resources import attribute
from constructs_eic._bindings.shared import label_of, needed_by, release, shared_element
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

_DATA_SOURCE = "DataAwsLambdaFunction"
_ID = "Function"


def looked_up_role(
    target: Target,
    configuration: Construct,
    deployment: Deployment,
    scope_info: ScopeInfo,
    depends_on: Sequence[ITerraformDependable] = (),
) -> Role:
    """The execution role of a function that is not in the app, from a data source.

    Configurations of one function share the data source, unless they have instances.

    Args:
        target: The function.
        configuration: The configuration.
        deployment: Its provider, region and instances.
        scope_info: Where the configuration is in the app.
        depends_on: What it waits for, in addition to what the function's name comes from.
    """
    if target.function is not None and not is_managed(target.function):
        return Role(basename(attribute(target.function, "role")))

    def create(scope: Construct, id_: str) -> TerraformElement:
        function = create_resource(
            _DATA_SOURCE,
            scope,
            id_,
            function_name=target.function_name,
            depends_on=[*depends_on] or None,
            **deployment.arguments,
        )
        wait_for_sources(function, target, scope_info)
        return function

    if deployment.instances.are_several:
        return Role(basename(attribute(create(configuration, _ID), "role")))
    awaited = [*addresses_behind(_sources(target), scope_info), *(each.fqn for each in depends_on)]
    shared = shared_element(
        label_of(_ID, resolved(target.name, scope_info)),
        [target.function_name, deployment.key, awaited],
        configuration,
        scope_info,
        create,
    )
    return Role(basename(shared.attribute("role")))


def remove_lookup(configuration: Construct, deployment: Deployment, scope_info: ScopeInfo) -> None:
    """Remove the data source of a configuration whose function was found in the stack, unless others need it."""
    if deployment.instances.are_several:
        configuration.node.try_remove_child(_ID)
    else:
        release(configuration, "data.aws_lambda_function", scope_info)


def lookups_of(configuration: Construct, scope_info: ScopeInfo) -> list[TerraformElement]:
    """The data sources of the function of a configuration, if it is looked up."""
    own = configuration.node.try_find_child(_ID)
    shared = needed_by(configuration, "data.aws_lambda_function", scope_info)
    return shared if own is None else [*shared, cast("TerraformElement", own)]


def wait_for_sources(data_source: TerraformElement, target: Target, scope_info: ScopeInfo) -> None:
    """Let `data_source` wait for the modules and resources that the names of function and qualifier come from."""
    wait_for(data_source, addresses_behind(_sources(target), scope_info, data_source))


def _sources(target: Target) -> list[str]:
    # Of an alias, what its function comes from: an alias changes with every deployment.
    texts = [target.token or str(target.arn or target.name)]
    if target.qualifier is not None and target.qualifier.alias is None and target.token is None:
        texts.append(target.qualifier.text)
    return texts
