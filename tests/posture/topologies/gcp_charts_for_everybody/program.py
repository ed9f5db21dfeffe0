"""A set of clinical stores in which every Google account reads charts."""

import pulumi
from pulumi_gcp import healthcare, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
apis = [
    projects.Service(f"{zone}-{api}", project=project, service=f"{api}.googleapis.com")
    for zone, project in (("ward", ward.project.project_id), ("model", model.project.project_id))
    for api in ("bigquery", "healthcare", "pubsub", "analyticshub", "bigquerydatatransfer", "cloudkms", "secretmanager")
]
waits = pulumi.ResourceOptions(depends_on=apis)
clinic = healthcare.Dataset("clinic", name="clinic", project=ward.project.project_id, location=shared.REGION, opts=waits)
charts = healthcare.FhirStore("charts", name="charts", dataset=clinic.id, version="R4")
healthcare.DatasetIamBinding("open", dataset_id=clinic.id, role="roles/healthcare.fhirResourceReader", members=["allAuthenticatedUsers"])
