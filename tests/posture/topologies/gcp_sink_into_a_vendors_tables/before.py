"""The vendor's data set, in a project of theirs."""

from pulumi_gcp import bigquery

bigquery.Dataset("logs", dataset_id="logs", project="vendor-prod", location="europe-west1")
