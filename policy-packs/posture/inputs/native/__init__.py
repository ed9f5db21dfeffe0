"""Pulumi's AWS Native provider (AWS Cloud Control), read as its AWS provider: the same things in CloudFormation's words."""
