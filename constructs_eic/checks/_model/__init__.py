"""The model that Terraform's files are read into: resources, their arguments, and what these can be."""
