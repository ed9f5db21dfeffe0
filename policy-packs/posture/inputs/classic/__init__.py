"""Pulumi's Azure Classic provider, read as Azure Native: the same things in Terraform's words."""
