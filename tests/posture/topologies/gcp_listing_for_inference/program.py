"""A listing of records, to which the model's account may subscribe."""

import pulumi
from pulumi_gcp import bigquery, bigqueryanalyticshub, projects, serviceaccount

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
apis = [
    projects.Service(f"{zone}-{api}", project=project, service=f"{api}.googleapis.com")
    for zone, project in (("ward", ward.project.project_id), ("model", model.project.project_id))
    for api in ("bigquery", "healthcare", "pubsub", "analyticshub", "bigquerydatatransfer", "cloudkms", "secretmanager")
]
waits = pulumi.ResourceOptions(depends_on=apis)
cases = bigquery.Dataset("cases", dataset_id="cases", project=ward.project.project_id, location=shared.REGION, opts=waits)
robot = serviceaccount.Account("robot", account_id="model-robot", project=model.project.project_id, opts=model.opts)
place = {"project": ward.project.project_id, "location": shared.REGION}
exchange = bigqueryanalyticshub.DataExchange("exchange", data_exchange_id="exchange", display_name="exchange", opts=waits, **place)
listing = bigqueryanalyticshub.Listing(
    "listing",
    data_exchange_id=exchange.data_exchange_id,
    listing_id="listing",
    display_name="listing",
    bigquery_dataset={"dataset": cases.id},
    **place,
)
bigqueryanalyticshub.ListingIamMember(
    "model",
    data_exchange_id=exchange.data_exchange_id,
    listing_id=listing.listing_id,
    role="roles/analyticshub.subscriber",
    member=robot.member,
    **place,
)
