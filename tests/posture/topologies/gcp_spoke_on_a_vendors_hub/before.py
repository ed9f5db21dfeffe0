"""The hub of a vendor, in a project of theirs."""

from pulumi_gcp import networkconnectivity

networkconnectivity.Hub("wan", name="wan", project="vendor-prod")
