"""What jsii generates for Python from a small provider package."""

HEAD = """'''
# A provider package
'''
from pkgutil import extend_path
__path__ = extend_path(__path__, __name__)

import jsii
import publication

from ._jsii import *

def check_type(argname, value):
    raise TypeError(f"{argname}: {value}")

__all__ = [
    "color",
    "factory",
    "handle",
    "shape",
    "widget_2d",
]

publication.publish()
"""

TAIL = """
# Loading modules to ensure their types are registered with the jsii runtime library
from . import color
from . import factory
from . import handle
from . import shape
from . import widget_2d
"""

# The end of a package that defers its submodules itself, as newer releases of jsii generate it.
LAZY_TAIL = """
import importlib as _importlib
import typing

_SUBMODULES: typing.Set[str] = {"color", "factory", "handle", "shape", "widget_2d"}

def __getattr__(name: str) -> object:
    if name in _SUBMODULES:
        mod = _importlib.import_module(f".{name}", __name__)
        globals()[name] = mod
        return mod
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

import sys as _sys
setattr(_sys.modules[__name__], "__getattr__", __getattr__)
"""

JSII = """import jsii
import publication

_SUBMODULE_FQN_MAP = {map}

__jsii_assembly__ = jsii.JSIIAssembly.load(
    "@{framework}/provider-{name}", "1.0.0", __name__[0:-6], "provider-{name}@1.0.0.jsii.tgz"
)

class Part(metaclass=jsii.JSIIMeta):
    "What all classes of the package are derived from."

__all__ = [
    "__jsii_assembly__",
    "Part",
]

publication.publish()
"""

MODULES = {
    "color": """import enum
import jsii
import publication
from .._jsii import *

@jsii.enum(jsii_type="@{framework}/provider-{name}.color.Color")
class Color(enum.Enum):
    RED = "RED"

__all__ = ["Color"]
publication.publish()
""",
    "factory": """import jsii
import publication
from .._jsii import *

class Factory(Part, jsii_type="@{framework}/provider-{name}.factory.Factory"):
    @jsii.member(jsii_name="color")
    @builtins.classmethod
    def color(cls):
        return jsii.sinvoke(cls, "color", [])

    @jsii.member(jsii_name="handle")
    @builtins.classmethod
    def handle(cls):
        return jsii.sinvoke(cls, "handle", [])

    @jsii.member(jsii_name="shape")
    @builtins.classmethod
    def shape(cls):
        return jsii.sinvoke(cls, "shape", [])

    @jsii.member(jsii_name="widget")
    @builtins.classmethod
    def widget(cls):
        return jsii.sinvoke(cls, "widget", [])

__all__ = ["Factory"]
publication.publish()
""",
    "handle": """import jsii
import publication
import typing_extensions
from .._jsii import *

@jsii.interface(jsii_type="@{framework}/provider-{name}.handle.IHandle")
class IHandle(typing_extensions.Protocol):
    @builtins.property
    @jsii.member(jsii_name="grip")
    def grip(self): ...

class _IHandleProxy:
    __jsii_type__ = "@{framework}/provider-{name}.handle.IHandle"

    @builtins.property
    @jsii.member(jsii_name="grip")
    def grip(self):
        return jsii.get(self, "grip")

typing.cast(typing.Any, IHandle).__jsii_proxy_class__ = lambda: _IHandleProxy

__all__ = ["IHandle"]
publication.publish()
""",
    "shape": """import jsii
import publication
from .._jsii import *

@jsii.data_type(
    jsii_type="@{framework}/provider-{name}.shape.Shape",
    jsii_struct_bases=[],
    name_mapping={"sides": "sides"},
)
class Shape:
    def __init__(self, *, sides):
        self._values = {"sides": sides}

    @builtins.property
    def sides(self):
        return self._values["sides"]

__all__ = ["Shape"]
publication.publish()
""",
    "widget_2d": """import jsii
import publication
from .._jsii import *

class Widget(Part, jsii_type="@{framework}/provider-{name}.widget2D.Widget"):
    def __init__(self):
        jsii.create(self.__class__, self, [])

    @builtins.property
    @jsii.member(jsii_name="size")
    def size(self):
        return jsii.get(self, "size")

__all__ = ["Widget"]
publication.publish()
""",
}
