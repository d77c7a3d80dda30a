"""What the model says about functions, configurations, destinations and roles."""
