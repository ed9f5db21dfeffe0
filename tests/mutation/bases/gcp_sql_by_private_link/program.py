"""Redaction reads the records' database through an endpoint of its own; the database is in no network.

Modelled on Cloud SQL for PostgreSQL, "Connect to an instance using Private Service Connect" (allowed projects, endpoint, DNS zone).
"""

import pulumi
from pulumi_gcp import dns, projects, sql

from tests.mutation.bases import gcp_house as house
from tests.mutation.bases import gcp_joins as joins

phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16", services=("sqladmin",))
deid = house.ground("mask", "deidentification", house.DEID, "10.10.0.0/16", services=("sqladmin",))
above = house.access_policy()
house.perimeter("ward", phi, parent=above)
house.perimeter("mask", deid, parent=above)
# Without a connector, which would ask Google's API across both perimeters: the account's own token is the password.
link = {"psc_enabled": True, "allowed_consumer_projects": [house.DEID]}
database = joins.postgres(phi, "cases", {"ssl_mode": "ENCRYPTED_ONLY", "psc_configs": [link]})
sql.Database("clinical", name="clinical", project=phi.id, instance=database.name, charset="UTF8", opts=pulumi.ResourceOptions(protect=True))

deid.allow("to-cases", 210, "EGRESS", ["10.10.1.20/32"], "5432")
joins.endpoint(deid, "cases", database.psc_service_attachment_link, "10.10.1.20")
zone = dns.ManagedZone(
    "sql",
    name="sql",
    project=deid.id,
    dns_name=f"{house.REGION}.sql.goog.",
    description="Databases by their own names",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": deid.network.id}]},
)
dns.RecordSet("cases", project=deid.id, managed_zone=zone.name, name=database.dns_name, type="A", ttl=300, rrdatas=["10.10.1.20"])
deid.let_by("sql", f"*.{house.REGION}.sql.goog")

masker = deid.account("masker")
deid.machine("masker", masker)
projects.IAMMember(
    "masker-logs-in",
    project=phi.id,
    role="roles/cloudsql.instanceUser",
    member=masker.member,
    condition={
        "title": "cases-alone",
        "expression": f'resource.service == "sqladmin.googleapis.com" && resource.name == "projects/{house.PHI}/instances/cases"',
    },
)
sql.User(
    "masker",
    project=phi.id,
    instance=database.name,
    name=masker.email.apply(lambda found: found.removesuffix(".gserviceaccount.com")),
    type="CLOUD_IAM_SERVICE_ACCOUNT",
)
