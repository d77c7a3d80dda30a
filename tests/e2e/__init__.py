"""End to end: the real Terraform and AWS provider, against MiniStack, which runs Lambda code."""
