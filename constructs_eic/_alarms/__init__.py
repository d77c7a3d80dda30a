"""The CloudWatch alarms of one configuration."""
