"""A log sink writes to a data set of a vendor's project."""

from pulumi_gcp import logging

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.bucket("clinic-phi-records")
logging.ProjectSink(
    "away",
    name="away",
    project=ward.project.project_id,
    destination="bigquery.googleapis.com/projects/vendor-prod/datasets/logs",
    unique_writer_identity=True,
    opts=ward.opts,
)
