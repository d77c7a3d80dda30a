"""A function that succeeds or fails as its event says."""


def handler(event: dict[str, object], _context: object) -> dict[str, object]:
    """Return the order as processed, or raise where the event carries `fail`."""
    if event.get("fail"):
        raise RuntimeError(f"cannot process order {event.get('order')}")
    print(f"processed order {event.get('order')}")
    return {"order": event.get("order"), "processed": True}
