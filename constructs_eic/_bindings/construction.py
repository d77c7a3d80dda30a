"""The construction of an app's own Python objects, remembered on these objects.

jsii's functions `create`, `get`, `set` and `invoke`, which every generated class calls, remember on a construct
its scope, which never changes, and the arguments of a resource, until something is set or called on it. On the app,
they remember which resource a token was read from and which constructs there are. What is not remembered is read
from Node.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import jsii

from constructs_eic._bindings.spelling import snake

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.installed import TerraformStack
    from constructs_eic._bindings.protocols import TerraformElement

_RECORD = "__constructs_eic_construction__"
_READING = ("toTerraform",)
# Only these jsii libraries never change a resource unless the app's Python asks them to.
_FRAMEWORK = ("constructs", "cdktf", "cdktn", "cdktf_cdktf_provider_", "cdktn_provider_")


@dataclass
class Construction:
    """The construction of one construct.

    Attributes:
        scope: Its scope; `None` for the root of a tree.
        arguments: Its arguments, named as in Python; `None` if they are not known, or not any more.
        logical_id: Its name in Terraform, if it was read; cdktf keeps a name once it was read, too.
        origins: Of an app, the resource and the attribute that each token was read from.
        overrides: What `add_override` was called with, of a stack or an element.
        touched: Of an app, each construct in it when it was created, and again when it was first changed; `None` if
            something may be missing.
    """

    scope: IConstruct | None
    arguments: Mapping[str, object] | None = None
    logical_id: str | None = None
    origins: dict[str, tuple[TerraformElement, str]] = field(default_factory=dict)
    overrides: list[tuple[str, object]] = field(default_factory=list)
    touched: list[IConstruct] | None = None


def arguments_of(construct: IConstruct) -> Mapping[str, object] | None:
    """The arguments that `construct` was constructed with and has had since."""
    record = _record_of(construct)
    return record.arguments if record and _is_framework_alone() else None


def is_changed(construct: IConstruct) -> bool:
    """Return whether the app has set or called something on `construct` since it was constructed, or may have."""
    record = _record_of(construct)
    return record is None or record.arguments is None


def overrides_of(construct: IConstruct) -> Sequence[tuple[str, object]] | None:
    """The path and value of each override of `construct`, in their order; `None` if there may be more."""
    record = _record_of(construct)
    return record.overrides if record and _is_framework_alone() else None


def logical_id_of(element: TerraformElement) -> str:
    """The name of `element` in Terraform."""
    record = _record_of(element)
    if record is None:
        return element.friendly_unique_id
    if record.logical_id is None:
        record.logical_id = element.friendly_unique_id
    return record.logical_id


def scopes_of(construct: IConstruct) -> list[IConstruct] | None:
    """`construct` and all scopes above it, the root last; `None` if not all of them are remembered."""
    scopes = [construct]
    while record := _record_of(scopes[-1]):
        if record.scope is None:
            return scopes
        scopes.append(record.scope)
    return None


def stack_of_scopes(scopes: Iterable[IConstruct]) -> TerraformStack | None:
    """The first of `scopes` that is a stack."""
    stacks = (each for each in scopes if _jsii_type(each).endswith(".TerraformStack"))
    return cast("TerraformStack | None", next(stacks, None))


def origin_of(token: str, construct: IConstruct) -> tuple[TerraformElement, str] | None:
    """The resource in the app of `construct`, and the attribute in jsii, that `token` was read from."""
    root = _root_record(construct)
    return root.origins.get(token) if root else None


def touched_in(construct: IConstruct) -> Sequence[IConstruct] | None:
    """The constructs in the app of `construct`: each when it was created, and again when it was first changed.

    Some may have been removed from the app. `None` if there may be more.
    """
    app = _root_record(construct)
    return app.touched if app and _is_framework_alone() else None


def _record_of(construct: object) -> Construction | None:
    record: Construction | None = vars(construct).get(_RECORD)
    if record is None and _is_app(construct):
        record = vars(construct)[_RECORD] = Construction(None)
    return record


def _root_record(construct: IConstruct) -> Construction | None:
    scopes = scopes_of(construct)
    return _record_of(scopes[-1]) if scopes else None


def _is_app(construct: object) -> bool:
    return _jsii_type(construct).endswith(".App")


def _jsii_type(construct: object) -> str:
    name: str = getattr(type(construct), "__jsii_type__", None) or ""
    return name


def _is_framework_alone() -> bool:
    """Return whether no jsii library is imported that may change resources in Node by itself."""
    return _is_framework_alone_in(len(sys.modules), next(reversed(sys.modules)))


@lru_cache(maxsize=1)
def _is_framework_alone_in(_count: int, _latest: str) -> bool:
    imported = (name for name in list(sys.modules) if name.endswith("._jsii"))
    return all(name.startswith(_FRAMEWORK) for name in imported)


def _remember_created(kind: type, construct: object, arguments: Sequence[object]) -> None:
    if _is_app(construct):
        vars(construct)[_RECORD] = Construction(None, touched=[])
    if len(arguments) < 2 or not hasattr(arguments[0], "__jsii_ref__"):
        return
    scope = cast("IConstruct", arguments[0])
    record = vars(construct)[_RECORD] = Construction(scope)
    app = _root_record(scope) or _record_of(scope.node.root)
    if app is not None and app.touched is not None:
        app.touched.append(cast("IConstruct", construct))
    # A class of the app's own may give Terraform something else than its arguments.
    if len(arguments) > 2 and "__jsii_type__" in vars(kind):
        given = arguments[2]
        if isinstance(given, Mapping):
            record.arguments = {snake(name): value for name, value in given.items()}
        elif hasattr(given, "_values"):
            record.arguments = dict(given._values)  # noqa: SLF001 - how jsii keeps a struct


def _remember_read(construct: object, member: str, value: object) -> None:
    record = vars(construct).get(_RECORD)
    if record is None:
        return
    if isinstance(value, str):
        is_attribute = value.startswith("${TfToken[") and not member.endswith(("Input", "fqn"))
        root = _root_record(cast("IConstruct", construct)) if is_attribute else None
        if root is not None:
            root.origins[value] = cast("TerraformElement", construct), member
    elif hasattr(value, "__jsii_ref__") and member != "node" and not hasattr(type(value), "node"):
        _forget(construct)  # a block, through which the resource can be changed


def _remember_override(construct: object, arguments: Sequence[object]) -> None:
    record = vars(construct).get(_RECORD)
    if record is not None:
        path, value = arguments
        record.overrides.append((path, value))


def _forget(construct: object) -> None:
    """Forget what a change of `construct` may have changed."""
    record = vars(construct).get(_RECORD)
    if record is None or record.arguments is None:
        return
    record.arguments = None
    app = _root_record(cast("IConstruct", construct))
    if app is not None and app.touched is not None:
        app.touched.append(cast("IConstruct", construct))


def _remember() -> None:
    """Let jsii's functions remember what the app does with them."""
    create, get, set_, invoke, ainvoke = jsii.create, jsii.get, jsii.set, jsii.invoke, jsii.ainvoke

    def create_and_remember(kind: type, construct: object, args: list[Any] | None = None) -> object:
        reference = create(kind, construct, args)
        _remember_created(kind, construct, args or ())
        return reference

    def get_and_remember(construct: object, member: str) -> object:
        value = get(construct, member)
        _remember_read(construct, member, value)
        return value

    def forget_and_set(construct: object, member: str, value: object) -> None:
        _forget(construct)
        set_(construct, member, value)

    def forget_and_invoke(construct: object, member: str, args: list[Any] | None = None) -> object:
        if member not in _READING:
            _forget(construct)
        if member == "addOverride" and args:
            _remember_override(construct, args)
        return invoke(construct, member, args)

    def forget_and_ainvoke(construct: object, member: str, args: list[Any] | None = None) -> object:
        _forget(construct)
        return ainvoke(construct, member, args)

    vars(jsii).update(
        create=create_and_remember,
        get=get_and_remember,
        set=forget_and_set,
        invoke=forget_and_invoke,
        ainvoke=forget_and_ainvoke,
    )


_remember()
