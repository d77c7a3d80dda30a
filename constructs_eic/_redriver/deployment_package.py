"""The forwarder's code as a .zip file: the modules of this package that it imports, and nothing else.

The file has the same bytes wherever and whenever it is written, so that a plan shows a change only if the code has
changed: its members are sorted, have one date, and are not compressed, which differs between versions of zlib.

Source: "Working with .zip file archives for Python Lambda functions" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import io
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

# What the forwarder imports when it runs; a test compares.
MODULES: Final = (
    "__init__",
    "_lazy",
    "_values/__init__",
    "_values/arn",
    "_values/errors",
    "_values/forwarder",
    "_values/function_reference",
    "_values/limits",
    "_values/lists",
    "_values/reason",
    "_values/tokens",
    "records/__init__",
    "records/decision",
    "records/envelopes",
    "records/errors",
    "records/forwarder",
    "records/invocation_target",
    "records/json_text",
    "records/parked_message",
    "records/record",
    "records/selection",
    "records/source",
    "records/timestamp",
)
_PACKAGE: Final = Path(__file__).parent.parent
_READABLE_BY_ALL: Final = 0o100644 << 16
_UNIX: Final = 3


def zipped() -> bytes:
    """Return the contents of the .zip file."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for module in sorted(MODULES):
            member = ZipInfo(
                f"{_PACKAGE.name}/{module}.py"
            )  # of 1980, the first year of the format
            member.create_system, member.external_attr = _UNIX, _READABLE_BY_ALL
            archive.writestr(member, (_PACKAGE / f"{module}.py").read_bytes())
    return buffer.getvalue()


@cache
def zip_file() -> Path:
    """Write the .zip file, once for each process, and return where it is until the process ends."""
    folder = tempfile.mkdtemp(prefix="constructs-eic-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "forwarder.zip"
    path.write_bytes(zipped())
    return path


@cache
def source_code_hash() -> str:
    """The hash by which Terraform and Lambda tell whether the code has changed."""
    return base64.b64encode(hashlib.sha256(zipped()).digest()).decode("ascii")
