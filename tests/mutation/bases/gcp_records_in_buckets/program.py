"""Scanned records in a bucket that only the project's own program reads, within an enforced perimeter.

Modelled on Cloud Storage, "Best practices for Cloud Storage", and VPC Service Controls, "Set up private connectivity to Google APIs and services".
"""

import pulumi
from pulumi_gcp import storage

from tests.mutation.bases import gcp_house as house

phi = house.ground("ward", "phi", house.PHI, "10.20.0.0/16")
house.perimeter("phi", phi)
scans = phi.store("clinic-scans", "phi")
reader = phi.account("reader")
storage.BucketIAMMember(
    "scans-reader",
    bucket=scans.name,
    role="roles/storage.objectViewer",
    member=reader.member,
    opts=pulumi.ResourceOptions(parent=scans),
)
phi.machine("viewer", reader)
