"""Nothing else changes: the same app prints the same with and without fast start."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tests.unit.faststart.child import ENABLE, output, run
from tests.unit.faststart.toy import Toy

if TYPE_CHECKING:
    from pathlib import Path

OFF = {"CONSTRUCTS_EIC_FASTSTART": "0"}
APPS = {
    "attribute": """
        import cdktf_cdktf_provider_toy as toy
        print(toy.widget_2d.Widget, toy.widget_2d is toy.widget_2d, toy.widget_2d.Widget().size)
    """,
    "from package": """
        from cdktf_cdktf_provider_toy import factory, widget_2d as widget
        from cdktf_cdktf_provider_toy.color import Color
        print(factory, widget, Color.RED)
    """,
    "from private": """
        from cdktf_cdktf_provider_toy._private import shape, extend_path
        import cdktf_cdktf_provider_toy as toy
        print(shape is toy.shape, shape is toy._private.shape, extend_path.__module__)
        print(dir(toy._private))
    """,
    "star": """
        from cdktf_cdktf_provider_toy import *
        print({name: str(value) for name, value in globals().items() if name[0] != "_"})
    """,
    "dir": """
        import inspect, pydoc
        import cdktf_cdktf_provider_toy as toy
        print(dir(toy), toy.__all__, toy.__doc__)
        print(inspect.getmembers(toy, inspect.ismodule))
        print(pydoc.render_doc(toy, renderer=pydoc.plaintext))
    """,
    "absent": """
        import cdktf_cdktf_provider_toy as toy
        print(hasattr(toy, "nothing"), getattr(toy, "nothing", 1))
        try:
            toy.nothing
        except AttributeError as error:
            print(error, error.name, error.obj)
        try:
            from cdktf_cdktf_provider_toy import nothing
        except ImportError as error:
            print(error, error.name)
    """,
    "spec": """
        import importlib.util
        print(importlib.util.find_spec("cdktf_cdktf_provider_toy").origin)
        import cdktf_cdktf_provider_toy as toy
        for module in toy, toy._private:
            print(type(module), type(module.__loader__), type(module.__spec__.loader))
            print(module.__spec__.submodule_search_locations, module.__path__, module.__file__)
            print(getattr(module, "__cached__", "none"), module.__package__)
        print(toy.__loader__.get_source(toy.__name__))
    """,
    "traceback": """
        import inspect, traceback
        import cdktf_cdktf_provider_toy as toy
        print(inspect.getsource(toy), inspect.getsourcelines(toy._private.check_type))
        try:
            toy._private.check_type("a", 1)
        except TypeError:
            print(traceback.format_exc())
    """,
    "reload": """
        import importlib
        import cdktf_cdktf_provider_toy as toy
        widget = toy.widget_2d
        again = importlib.reload(toy)
        print(again is toy, again.widget_2d is widget, dir(again), again.shape.Shape(sides=3).sides)
        print(importlib.reload(again.color), sys.modules["cdktf_cdktf_provider_toy"].color)
    """,
    "pickle": """
        import pickle
        from cdktf_cdktf_provider_toy.shape import Shape
        copy = pickle.loads(pickle.dumps([Shape, Shape(sides=5)]))
        print(copy[0] is Shape, copy[1].sides)
    """,
    "mock": """
        from unittest.mock import patch
        with patch("cdktf_cdktf_provider_toy.color.Color", "blue"):
            import cdktf_cdktf_provider_toy as toy
            print(toy.color.Color)
        print(toy.color.Color)
    """,
    "class not imported": """
        from cdktf_cdktf_provider_toy.factory import Factory
        print(Factory.widget().size, type(Factory.widget()))
    """,
    "struct not imported": """
        from cdktf_cdktf_provider_toy.factory import Factory
        print(Factory.shape().sides, type(Factory.shape()))
    """,
    "interface not imported": """
        from cdktf_cdktf_provider_toy.factory import Factory
        print(Factory.handle().grip)
    """,
    "enum not imported": """
        from cdktf_cdktf_provider_toy.factory import Factory
        print(repr(Factory.color()))
    """,
    "threads": """
        from concurrent.futures import ThreadPoolExecutor
        def load(name):
            import cdktf_cdktf_provider_toy as toy
            return getattr(toy, name)
        with ThreadPoolExecutor(8) as pool:
            names = ["color", "factory", "handle", "shape", "widget_2d"] * 8
            print([module.__name__ for module in pool.map(load, names)])
    """,
    "fork": """
        import multiprocessing
        def size(_):
            from cdktf_cdktf_provider_toy.widget_2d import Widget
            return Widget().size
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map(size, range(4), 1))
    """,
    "fork while Node loads": """
        import multiprocessing
        import cdktf_cdktf_provider_toy as toy
        def sides(_):
            return toy.shape.Shape(sides=3).sides
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map(sides, range(4), 1))
        print(toy.widget_2d.Widget().size)
    """,
    "spawn": """
        import multiprocessing
        def size(_):
            from cdktf_cdktf_provider_toy.widget_2d import Widget
            return Widget().size
        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(2) as pool:
                print(pool.map(size, range(4), 1))
    """,
    "two packages": """
        from cdktf_cdktf_provider_toy.factory import Factory
        from cdktf_cdktf_provider_other.factory import Factory as Other
        print([(type(f.widget()), f.widget().size, f.shape().sides) for f in (Factory, Other)])
    """,
    "load that fails": """
        try:
            from cdktf_cdktf_provider_broken.widget_2d import Widget
            Widget()
        except RuntimeError as error:
            print(error)
        from cdktf_cdktf_provider_toy.widget_2d import Widget
        print(Widget().size)
    """,
    "end before all is loaded": """
        import cdktf_cdktf_provider_toy
        sys.exit()
    """,
    "subclasses": """
        from cdktf_cdktf_provider_toy.widget_2d import Widget
        from cdktf_cdktf_provider_toy._jsii import Part
        class Own(Part): pass
        print(Part.__subclasses__(), Widget.__subclasses__())
    """,
    "modules": """
        import cdktf_cdktf_provider_toy as toy
        names = [name for name in sys.modules if name.startswith(toy.__name__ + ".")]
        print(sorted(name for name in names if "_private" not in name))
        print(sys.modules["cdktf_cdktf_provider_toy.shape"].Shape(sides=3).sides)
        print(sorted(vars(sys.modules["cdktf_cdktf_provider_toy.color"])))
        print(hasattr(sys.modules["cdktf_cdktf_provider_toy.factory"], "nothing"))
        sys.modules["cdktf_cdktf_provider_toy.handle"].own = 1
        from cdktf_cdktf_provider_toy import handle
        print(handle.own, handle.__name__, handle.__file__[-20:])
    """,
    "all modules": """
        import inspect, pkgutil, warnings
        import cdktf_cdktf_provider_toy as toy
        print(inspect.getmodule(toy.factory.Factory).__name__)
        with warnings.catch_warnings(record=True):
            for module in list(sys.modules.values()):
                getattr(module, "__warningregistry__", None)
        print([each.name for each in pkgutil.iter_modules(toy.__path__)])
    """,
    "deleted": """
        import cdktf_cdktf_provider_toy as toy
        toy.shape
        del toy.shape
        print(hasattr(toy, "shape"), "cdktf_cdktf_provider_toy.shape" in sys.modules)
    """,
    "environment": """
        import os, subprocess
        before = dict(os.environ)
        import cdktf_cdktf_provider_toy
        print(os.environ == before)
    """,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("apps")
    Toy().write(folder)
    Toy("other").write(folder)
    broken = Toy("broken").write(folder)
    next(broken.glob("_jsii/*.tgz")).write_bytes(b"no archive")
    return folder


@pytest.mark.parametrize("name", APPS)
def test_an_app_prints_the_same(folder: Path, name: str) -> None:
    app = ENABLE + "import sys\n" + dedent(APPS[name])
    assert output(run(folder, app)) == output(run(folder, app, environment=OFF))
