"""Where a zone's alarms arrive: one topic in the zone's own account, made for the first component of the zone that raises alarms.

A topic elsewhere would need its policy and its key opened to the zone's account; so a zone tells its own. Source: `alarm_topic`.
"""

import pulumi

from ai_zones.aws.alarm_topic import AwsAlarmTopic
from ai_zones.aws.zones_built import Built
from ai_zones.plan import ZoneName


def alarm_topic(built: Built, zone: ZoneName) -> pulumi.Output[str]:
    """ARN of the zone's topic."""
    if zone not in built.alarms:
        zones = built.zones
        built.alarms[zone] = AwsAlarmTopic(
            zones.name(zone, "alarms"),
            {
                "zone": zone.value,
                "region": zones.region,
                "account_id": zones.account(zone),
                "removable": zones.removable,
                "tags": zones.tags,
            },
            built.options(zone),
        )
    return built.alarms[zone].topic_arn
