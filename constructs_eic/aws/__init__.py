"""AWS through boto3: sessions, the rate of requests, and what a failure means. Imported only where it is used."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("boto3") is None:
    raise ModuleNotFoundError(
        "this needs boto3; run: pip install 'constructs-eic[cli]'", name="boto3"
    )
