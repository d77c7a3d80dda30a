"""Writes small provider packages laid out as jsii generates them, to import and load for real."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tests.unit.faststart.toy_node import INDEX, RTTI, SCRIPTS
from tests.unit.faststart.toy_python import HEAD, JSII, MODULES, TAIL

if TYPE_CHECKING:
    from pathlib import Path

defers_itself = pytest.mark.skipif(
    tuple(map(int, version("jsii").split(".")[:2])) < (1, 128),
    reason="packages that defer their submodules themselves, as those of cdktn do, require jsii 1.128",
)


@dataclass(frozen=True)
class Toy:
    """One package; what is given here replaces what jsii would have generated."""

    name: str = "toy"
    framework: str = "cdktf"
    init: str = HEAD + TAIL
    index: str = INDEX

    @property
    def package(self) -> str:
        prefix = {"cdktf": "cdktf_cdktf", "cdktn": "cdktn"}[self.framework]
        return f"{prefix}_provider_{self.name}"

    def write(self, folder: Path) -> Path:
        package = folder / self.package
        for module, source in MODULES.items():
            (package / module).mkdir(parents=True)
            text = "import builtins\nimport typing\n" + self._named(source)
            (package / module / "__init__.py").write_text(text)
        (package / "__init__.py").write_text(self.init)
        (package / "_jsii").mkdir()
        (package / "_jsii" / "__init__.py").write_text(self._jsii())
        tarball = package / "_jsii" / f"provider-{self.name}@1.0.0.jsii.tgz"
        with tarfile.open(tarball, "w:gz") as archive:
            for path, text in self._files().items():
                content = text.encode()
                member = tarfile.TarInfo(f"package/{path}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return package

    def _named(self, text: str) -> str:
        return text.replace("{framework}", self.framework).replace("{name}", self.name)

    def _jsii(self) -> str:
        # Only what newer releases of jsii generate has the map.
        names = (
            zip(sorted(SCRIPTS), sorted(MODULES), strict=True) if self.framework == "cdktn" else ()
        )
        modules = {
            f"@{self.framework}/provider-{self.name}.{script.replace('-2d', '2D')}": f"{self.package}.{module}"
            for script, module in names
        }
        return self._named(JSII).replace("{map}", repr(modules))

    def _files(self) -> dict[str, str]:
        manifest = {
            "name": f"@{self.framework}/provider-{self.name}",
            "version": "1.0.0",
            "main": "lib/index.js",
        }
        files = {
            "package.json": json.dumps(manifest),
            ".jsii": json.dumps(self._assembly()),
            "lib/index.js": self.index,
        }
        for module, script in SCRIPTS.items():
            files[f"lib/{module}/index.js"] = self._named(RTTI + script)
        return files

    def _assembly(self) -> dict[str, object]:
        assembly = f"@{self.framework}/provider-{self.name}"

        def a_type(submodule: str, name: str, kind: str, **more: object) -> dict[str, object]:
            fqn = f"{assembly}.{submodule}.{name}"
            return {
                "assembly": assembly,
                "fqn": fqn,
                "kind": kind,
                "name": name,
                "namespace": submodule,
                **more,
            }

        def a_getter(name: str, primitive: str) -> dict[str, object]:
            return {
                "name": name,
                "immutable": True,
                "abstract": True,
                "type": {"primitive": primitive},
            }

        def a_maker(name: str, made: str) -> dict[str, object]:
            return {
                "name": name,
                "static": True,
                "returns": {"type": {"fqn": f"{assembly}.{made}"}},
            }

        types = [
            a_type("color", "Color", "enum", members=[{"name": "RED"}]),
            a_type("handle", "IHandle", "interface", properties=[a_getter("grip", "string")]),
            a_type(
                "shape",
                "Shape",
                "interface",
                datatype=True,
                properties=[a_getter("sides", "number")],
            ),
            a_type(
                "widget2D",
                "Widget",
                "class",
                initializer={},
                properties=[a_getter("size", "number")],
            ),
            a_type(
                "factory",
                "Factory",
                "class",
                methods=[
                    a_maker("color", "color.Color"),
                    a_maker("handle", "handle.IHandle"),
                    a_maker("shape", "shape.Shape"),
                    a_maker("widget", "widget2D.Widget"),
                ],
            ),
        ]
        return {
            "schema": "jsii/0.10.0",
            "name": assembly,
            "version": "1.0.0",
            "jsiiVersion": "5.7.17 (build 0000000)",
            "author": {"name": "Somebody", "roles": ["author"]},
            "description": "A provider package",
            "homepage": "https://example.com",
            "repository": {"type": "git", "url": "https://example.com"},
            "license": "Apache-2.0",
            "fingerprint": "",
            "types": {type_["fqn"]: type_ for type_ in types},
        }
