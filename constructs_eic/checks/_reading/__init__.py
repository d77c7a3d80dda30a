"""Terraform's files read into one model."""
