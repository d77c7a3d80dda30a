"""The making of one configuration: its arguments, its resources and the order of their updates."""
