"""Audit logs of the phi project go to a locked log bucket of the security team's project, which its reviewers alone read.

Modelled on Cloud Logging, "Route logs to supported destinations" (another project's log bucket, writer identity), "Configure log buckets" (locking),
"Configure CMEK for log buckets", and "Control access to a log view".
"""

import pulumi
from pulumi_gcp import logging, projects

from tests.mutation.bases import gcp_house as house

AUDIT = ("activity", "data_access", "policy", "system_event")
phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
security, ready = house.zone_project("clinic-security", "management")
above = house.access_policy()
house.perimeter("ward", phi, parent=above)
archive = house.Ground("security", "management", security, ready, phi.network, phi.policy)
# The account is made when it is asked for; its address follows from the project's number.
cmek = logging.get_project_cmek_settings_output(project=security.project_id, opts=pulumi.InvokeOutputOptions(depends_on=ready.depends_on))
writer = pulumi.Output.all(cmek.service_account_id, archive.agent("gcp-sa-logging", "cmek-p")).apply(lambda both: both[1])
key = archive.key("logging", writer)
kept = logging.ProjectBucketConfig(
    "archive",
    project=security.project_id,
    location=house.REGION,
    bucket_id="archive",
    description="Who saw and changed what, for six years",
    retention_days=2192,
    locked=True,
    enable_analytics=False,
    cmek_settings={"kms_key_name": key.id},
    opts=archive.encrypted("logging", protect=True),
)
sink = logging.ProjectSink(
    "ward-audit",
    name="ward-audit",
    project=phi.id,
    destination=kept.name.apply(lambda name: f"logging.googleapis.com/{name}"),
    filter=" OR ".join(f'LOG_ID("cloudaudit.googleapis.com/{log}")' for log in AUDIT),
    unique_writer_identity=True,
    disabled=False,
)
projects.IAMMember(
    "ward-writes",
    project=security.project_id,
    role="roles/logging.bucketWriter",
    member=sink.writer_identity,
    condition={
        "title": "archive-alone",
        "expression": f'resource.name.endsWith("locations/{house.REGION}/buckets/archive")',
    },
)
view = logging.LogView(
    "audit",
    name="audit",
    parent="projects/clinic-security",
    location=house.REGION,
    bucket=kept.id,
    description="Audit logs of the phi zone",
    filter='SOURCE("projects/clinic-phi")',
)
logging.LogViewIamMember(
    "reviewers",
    parent="projects/clinic-security",
    location=house.REGION,
    bucket="archive",
    name=view.name,
    role="roles/logging.viewAccessor",
    member="group:security-reviewers@clinic.example",
)
phi.machine("registrar")
