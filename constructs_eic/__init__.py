"""Lambda asynchronous invocation for CDK for Terraform."""
