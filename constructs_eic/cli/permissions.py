"""The subcommand `permissions`: the policy that a deployer needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from constructs_eic.cli import options
from constructs_eic.cli.output import COMPLETE
from constructs_eic.errors import EventInvokeConfigError
from constructs_eic.inventory.deployer_policy import CREATABLE, OPERATIONS, deployer_policy

if TYPE_CHECKING:
    from constructs_eic.inventory.deployer_policy import Creatable, Operation


@click.command
@click.option(
    "--operation",
    "operations",
    multiple=True,
    type=click.Choice(list(OPERATIONS)),
    help="What the deployer does; everything by default. Repeatable.",
)
@click.option(
    "--function",
    "functions",
    multiple=True,
    help="Name, pattern (* and ?), 'name:qualifier' or ARN; all by default. Repeatable.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    help="Name, pattern (* and ?) or ARN of a role that the construct's inline policy goes to. "
    "Repeatable.",
)
@click.option(
    "--creates",
    multiple=True,
    type=click.Choice(list(CREATABLE)),
    help="What the construct makes beside the configuration. Repeatable.",
)
@click.option(
    "--looks-up-function",
    is_flag=True,
    help="The function is given by name or ARN, so its role is read from a data source.",
)
@click.option(
    "--response-function",
    "response_functions",
    multiple=True,
    help="A function that is handed responses alone, by a rule the construct makes. Repeatable.",
)
@click.option(
    "--default-bus",
    is_flag=True,
    help="A destination is EventBridgeDestination(), the default bus.",
)
@options.region("Of the functions; any by default.")
@click.option("--account", help="Of the functions, 12 digits; any by default.")
@click.option("--partition", help="aws, aws-cn, aws-us-gov, …; the region's own by default.")
def permissions(
    *,
    operations: tuple[Operation, ...],
    functions: tuple[str, ...],
    roles: tuple[str, ...],
    creates: tuple[Creatable, ...],
    response_functions: tuple[str, ...],
    looks_up_function: bool,
    default_bus: bool,
    region: str | None,
    account: str | None,
    partition: str | None,
) -> int:
    """Write the IAM policy that a deployer needs, as JSON."""
    try:
        policy = deployer_policy(
            functions=functions,
            operations=operations or OPERATIONS,
            roles=roles,
            creates=creates,
            response_functions=response_functions,
            looks_up_function=looks_up_function,
            default_bus=default_bus,
            region=region or "*",
            account=account or "*",
            partition=partition,
        )
    except EventInvokeConfigError as error:
        raise click.UsageError(
            "\n".join(f"{p.argument} {p.value}: {p.reason}; {p.fix}" for p in error.problems)
        ) from error
    click.echo(json.dumps(policy, indent=2))
    return COMPLETE
