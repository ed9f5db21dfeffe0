"""Deidentification reaches the PHI database by Private Service Connect, and nobody else may."""

import pulumi
from pulumi_gcp import compute, projects, sql

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
mask = shared.Zone("mask", "deidentification", shared.LLM, "10.61.0.0/24")
api = projects.Service("ward-sqladmin", project=ward.project.project_id, service="sqladmin.googleapis.com")
database = sql.DatabaseInstance(
    "cases",
    name="cases",
    project=ward.project.project_id,
    region=shared.REGION,
    database_version="POSTGRES_16",
    settings={
        "tier": "db-custom-2-8192",
        "user_labels": {"ai-service": "database"},
        "ip_configuration": {"ipv4_enabled": False, "psc_configs": [{"psc_enabled": True, "allowed_consumer_projects": [shared.LLM]}]},
        "backup_configuration": {"enabled": True, "location": shared.REGION},
    },
    deletion_protection=False,
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
mask.machine("masker")
address = compute.Address(
    "to-cases",
    name="to-cases",
    project=mask.project.project_id,
    region=shared.REGION,
    subnetwork=mask.subnet.id,
    address_type="INTERNAL",
    address="10.61.0.9",
)
compute.ForwardingRule(
    "to-cases",
    name="to-cases",
    project=mask.project.project_id,
    region=shared.REGION,
    network=mask.network.id,
    ip_address=address.id,
    load_balancing_scheme="",
    target=database.psc_service_attachment_link,
)
