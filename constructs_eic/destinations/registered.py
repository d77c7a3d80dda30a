"""The class of destinations for a resource or an ARN that is given without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.destinations.base import REGISTERED

if TYPE_CHECKING:
    from constructs_eic._values.arn import Arn
    from constructs_eic.destinations.base import Destination


def class_for_type(terraform_type: str | None) -> type[Destination] | None:
    """The class for a type of resource or data source; `None` if there is none."""
    if terraform_type is None:
        return None
    return next((each for each in REGISTERED if each.kind.arn_attributes(terraform_type)), None)


def class_for_arn(arn: Arn) -> type[Destination] | None:
    """The class for an ARN; `None` if there is none."""
    return next((each for each in REGISTERED if each.kind.arn_shape.fits(arn)), None)
