"""The subcommand `permissions`: the policy that a deployer needs, or another subcommand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

import click

from constructs_eic._values.errors import EventInvokeConfigError
from constructs_eic.cli import options
from constructs_eic.cli.output import COMPLETE
from constructs_eic.iam.audit_policy import audit_policy
from constructs_eic.iam.deployer_actions import CREATABLE, OPERATIONS
from constructs_eic.iam.deployer_policy import deployer_policy
from constructs_eic.iam.records_policy import records_policy
from constructs_eic.iam.redriver_policy import redriver_policy

if TYPE_CHECKING:
    from constructs_eic.iam.deployer_actions import Creatable, Operation
    from constructs_eic.iam.records_policy import RecordsCommand


_DEPLOYER = "deployer"
_OF_RECORDS: Final = ("records", "redrive")
_OF_LISTING: Final = ("list", "export")
_OF_AUDIT: Final = "audit"


@click.command
@click.option(
    "--for",
    "subject",
    type=click.Choice([_DEPLOYER, *_OF_LISTING, _OF_AUDIT, *_OF_RECORDS]),
    default=_DEPLOYER,
    show_default=True,
    help="Who needs the policy: a deployer, or a user of this subcommand.",
)
@click.option("--source", help="SOURCE of 'records' or 'redrive'.")
@click.option("--delete", is_flag=True, help="'redrive' is run with --delete.")
@click.option(
    "--encryption-key", help="ARN of the customer managed key that SOURCE is encrypted with."
)
@click.option("--with", "redriver", metavar="NAME", help="'redrive' is run with --with NAME.")
@click.option("--parking", help="The queue that the Redriver of --with parks messages in.")
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
    help="Name, pattern (* and ?) or ARN of a role that the construct's inline policy is "
    "attached to. Repeatable.",
)
@click.option(
    "--creates",
    multiple=True,
    type=click.Choice(list(CREATABLE)),
    help="What the construct creates in addition to the configuration. Repeatable.",
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
    help="A function that gets only responses, by a rule that the construct creates. Repeatable.",
)
@click.option(
    "--redriver",
    "redrivers",
    multiple=True,
    metavar="NAME",
    help="Name, pattern (* and ?) or ARN of the function of a Redriver. Repeatable.",
)
@click.option(
    "--default-bus",
    is_flag=True,
    help="A destination is EventBridgeDestination(), the default bus.",
)
@options.region("Region of the functions; any by default.")
@click.option("--account", help="Account of the functions, 12 digits; any by default.")
@click.option("--partition", help="aws, aws-cn, aws-us-gov, …; the region's own by default.")
def permissions(
    *,
    subject: str,
    source: str | None,
    delete: bool,
    encryption_key: str | None,
    redriver: str | None,
    parking: str | None,
    operations: tuple[Operation, ...],
    functions: tuple[str, ...],
    roles: tuple[str, ...],
    creates: tuple[Creatable, ...],
    response_functions: tuple[str, ...],
    redrivers: tuple[str, ...],
    looks_up_function: bool,
    default_bus: bool,
    region: str | None,
    account: str | None,
    partition: str | None,
) -> int:
    """Write the IAM policy that a deployer, or a user of another subcommand, needs, as JSON."""
    _refuse_what_does_not_belong(subject)
    where = {"region": region or "*", "account": account or "*"}
    try:
        if redriver is not None:
            policy = redriver_policy(
                cast("str", source), redriver, cast("str", parking), partition=partition, **where
            )
        elif subject in _OF_RECORDS:
            policy = records_policy(
                cast("RecordsCommand", subject),
                cast("str", source),
                functions=functions,
                delete=delete,
                encryption_key=encryption_key,
                partition=partition,
                **where,
            )
        elif subject == _OF_AUDIT:
            policy = audit_policy()
        else:
            policy = deployer_policy(
                functions=functions,
                operations=("list",) if subject in _OF_LISTING else operations or OPERATIONS,
                roles=roles,
                creates=creates,
                response_functions=response_functions,
                redrivers=redrivers,
                looks_up_function=looks_up_function,
                default_bus=default_bus,
                partition=partition,
                **where,
            )
    except EventInvokeConfigError as error:
        raise click.UsageError(
            "\n".join(f"{p.argument} {p.value}: {p.reason}; {p.fix}" for p in error.problems)
        ) from error
    click.echo(json.dumps(policy, indent=2))
    return COMPLETE


_ONLY_OF_DEPLOYER = (
    "operations",
    "roles",
    "creates",
    "response_functions",
    "redrivers",
    "looks_up_function",
    "default_bus",
)
# An audit reads whatever the account has.
_OF_PLACES = ("functions", "region", "account", "partition")
_ONLY_OF_RECORDS = ("source", "delete", "encryption_key")
_ONLY_OF_REDRIVE = ("delete", "redriver", "parking")
# The forwarder reads, decrypts and invokes with its own role.
_OF_THE_FORWARDER = ("delete", "encryption_key", "functions")


def _refuse_what_does_not_belong(subject: str) -> None:
    given = click.get_current_context().params
    foreign: tuple[str, ...] = () if subject == _DEPLOYER else _ONLY_OF_DEPLOYER
    if subject not in _OF_RECORDS:
        foreign += _ONLY_OF_RECORDS
    elif not given["source"]:
        raise click.UsageError(f"--for {subject} needs --source, a queue or s3://bucket")
    if subject != "redrive":
        foreign += _ONLY_OF_REDRIVE
    if subject == _OF_AUDIT:
        foreign += _OF_PLACES
    _refuse(foreign, f"--for {subject}")
    if given["redriver"] is None:
        _refuse(("parking",), "--for redrive without --with")
        return
    _refuse(_OF_THE_FORWARDER, "--with: the forwarder has its own role")
    if not given["parking"]:
        raise click.UsageError("--with needs --parking, the queue that messages are parked in")


def _refuse(names: tuple[str, ...], what: str) -> None:
    context = click.get_current_context()
    options_by_name = {option.name: option.opts[0] for option in context.command.params}
    given = [options_by_name[name] for name in dict.fromkeys(names) if context.params[name]]
    if given:
        raise click.UsageError(f"{', '.join(given)} cannot be used with {what}")
