"""A listing of Analytics Hub shares a data set of records with a partner."""

import pulumi
from pulumi_gcp import bigquery, bigqueryanalyticshub, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-bigquery", project=ward.project.project_id, service="bigquery.googleapis.com")
cases = bigquery.Dataset(
    "cases", dataset_id="cases", project=ward.project.project_id, location=shared.REGION, opts=pulumi.ResourceOptions(depends_on=[api])
)
hub = projects.Service("ward-hub", project=ward.project.project_id, service="analyticshub.googleapis.com")
exchange = bigqueryanalyticshub.DataExchange(
    "exchange",
    project=ward.project.project_id,
    location=shared.REGION,
    data_exchange_id="exchange",
    display_name="exchange",
    opts=pulumi.ResourceOptions(depends_on=[hub]),
)
listing = bigqueryanalyticshub.Listing(
    "listing",
    project=ward.project.project_id,
    location=shared.REGION,
    data_exchange_id=exchange.data_exchange_id,
    listing_id="listing",
    display_name="listing",
    bigquery_dataset={"dataset": cases.id},
)
bigqueryanalyticshub.ListingIamMember(
    "partner",
    project=ward.project.project_id,
    location=shared.REGION,
    data_exchange_id=exchange.data_exchange_id,
    listing_id=listing.listing_id,
    role="roles/analyticshub.subscriber",
    member="group:research@partner.example",
)
