"""How one configuration is made: its arguments, its resources and the order of their updates."""
