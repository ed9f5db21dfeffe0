"""Who is told of what happens in the zones.

Sources: those of the components; 45 CFR 164.308(a)(6) (incidents), 164.312(b) (audit controls).
"""

from ai_zones.gcp.alarms import GcpAlarms
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.plan import ZoneName


def build_alarms(built: Built, zone: ZoneName) -> GcpAlarms | None:
    """Alarms of a zone's project, where anybody is to be told."""
    zones = built.zones
    if not zones.alarm_receivers:
        return None
    args = {
        "zone": zone.value,
        "project": zones.project(zone),
        "emails": zones.alarm_receivers,
        "peers": bool(zones.road_peers(zone)),
        "labels": zones.labels,
    }
    return GcpAlarms(zones.name(zone, "alarms"), loose(args), built.options(zone))
