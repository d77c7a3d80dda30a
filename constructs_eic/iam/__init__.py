"""IAM policies for those who run Terraform or the command."""
