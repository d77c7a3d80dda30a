"""How the demo and the end-to-end tests find Terraform and its AWS provider."""
