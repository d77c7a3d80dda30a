"""Derives facts about functions, configurations, destinations and roles from the model."""
