"""Service accounts of the zones' programs: what grants name, made where no other program makes them. None has a key.

Sources: IAM documentation, "Best practices for using service accounts" (one for each program), "Service accounts" (a grant to one that does not stand is
refused); docs/decisions/0012.
"""

import pulumi
from pulumi_gcp import serviceaccount

from ai_zones.gcp.zones_built import Built
from ai_zones.plan import ZoneName


def build_identities(built: Built, zone: ZoneName) -> None:
    """Service accounts of a zone. Grants anywhere in the plan wait for them all."""
    zones = built.zones
    for name, purpose in sorted(zones.service_accounts.get(zone, {}).items()):
        built.identities.append(
            serviceaccount.Account(
                zones.name(zone, "identity", name),
                account_id=name,
                project=zones.project(zone),
                display_name=f"{name} of {zone}",
                description=purpose,
                opts=pulumi.ResourceOptions(parent=built.parent, provider=zones.providers[zone], depends_on=[built.projects[zone]]),
            )
        )
