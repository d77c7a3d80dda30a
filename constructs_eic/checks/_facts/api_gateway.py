"""The functions that an API of API Gateway invokes asynchronously.

Only an integration that is not a proxy can ask for it, with the header `X-Amz-Invocation-Type: 'Event'`. If the
caller decides (`method.request.header.…`), nothing shows that one ever asks for it.

Source: "Set up asynchronous invocation of the backend Lambda function" in the Amazon API Gateway Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.json_text import parsed_json
from constructs_eic.checks._model.values import Expression, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.resource import Resource

_HEADER: Final = "integration.request.header.x-amz-invocation-type"
_INTEGRATION: Final = "x-amazon-apigateway-integration"


def of_integration(integration: Resource) -> Iterator[tuple[Value, None]]:
    """The function of an integration of a REST API."""
    if integration.get("type") == "AWS" and _is_event(integration.get("request_parameters")):
        yield _function(integration.get("uri")), None


def of_websocket(integration: Resource) -> Iterator[tuple[Value, None]]:
    """The function of an integration of a WebSocket API; those of an HTTP API are proxies."""
    is_no_proxy = integration.get("integration_type") == "AWS"
    if is_no_proxy and _is_event(integration.get("request_parameters")):
        yield _function(integration.get("integration_uri")), None


def of_rest_api(api: Resource) -> Iterator[tuple[Value, None]]:
    """The functions in the OpenAPI description of a REST API."""
    for integration in _integrations(parsed_json(api.get("body"))):
        type_ = integration.get("type")
        is_no_proxy = isinstance(type_, str) and type_.upper() == "AWS"
        if is_no_proxy and _is_event(integration.get("requestParameters")):
            yield _function(integration.get("uri")), None


def _integrations(description: Value) -> Iterator[dict[str, Value]]:
    if isinstance(description, dict):
        for name, each in description.items():
            if name == _INTEGRATION and isinstance(each, dict):
                yield each
            else:
                yield from _integrations(each)
    elif isinstance(description, list):
        for each in description:
            yield from _integrations(each)


def _is_event(parameters: Value) -> bool:
    return isinstance(parameters, dict) and any(
        name.lower() == _HEADER and value == "'Event'" for name, value in parameters.items()
    )


def _function(uri: Value) -> Value:
    """Return what is between `…:lambda:path/2015-03-31/functions/` and `/invocations`."""
    if isinstance(uri, str) and "/functions/" in uri:
        return uri.partition("/functions/")[2].removesuffix("/invocations")
    if not isinstance(uri, Expression):
        return uri
    for position, part in enumerate(uri.parts):
        if isinstance(part, str) and "/functions/" in part:
            rest = [part.partition("/functions/")[2], *uri.parts[position + 1 :]]
            if isinstance(rest[-1], str):
                rest[-1] = rest[-1].removesuffix("/invocations")
            kept = tuple(each for each in rest if each != "")
            literal = "".join(each for each in kept if isinstance(each, str))
            return Expression(kept) if any(not isinstance(e, str) for e in kept) else literal
    return uri
