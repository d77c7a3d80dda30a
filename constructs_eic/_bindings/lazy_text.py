"""Text that is produced when the app is synthesized."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import jsii

from constructs_eic._bindings.framework import core

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic._bindings.installed import IResolveContext, IStringProducer


def produced(produce: Callable[[], str | None]) -> str:
    """A token of the text that `produce` returns when the app is synthesized; of nothing if it returns `None`."""
    return core.Lazy.string_value(_producer()(produce))


@cache
def _producer() -> Callable[[Callable[[], str | None]], IStringProducer]:
    @jsii.implements(core.IStringProducer)
    class Producer:
        def __init__(self, produce: Callable[[], str | None]) -> None:
            self._produce = produce

        def produce(self, context: IResolveContext) -> str | None:
            return self._produce()

    return Producer
