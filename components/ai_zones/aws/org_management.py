"""Management policies of the organization: settings that accounts inherit and can't change.

Sources: AWS Organizations User Guide, "Declarative policy syntax and examples", "Tag policy syntax", "Backup policy syntax and examples",
"AI services opt-out policy syntax and examples", "Syntax and inheritance for management policy types" (`@@assign`,
`@@operators_allowed_for_child_policies`); Amazon VPC User Guide, "Block public access to VPCs and subnets".
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, Final

from ai_zones.aws.tags import DATA_CLASS, ZONE, DataClass
from ai_zones.plan.names import ZoneName


class InternetBlock(StrEnum):
    """What VPC Block Public Access leaves of a way through an internet gateway."""

    BOTH = "block_bidirectional"
    """Nothing."""
    INGRESS = "block_ingress"
    """What starts inside, by NAT or egress-only gateways: the egress zone."""
    OFF = "off"
    """All: the access zone, into which people come."""


_FINAL: Final[dict[str, Any]] = {"@@operators_allowed_for_child_policies": ["@@none"]}
_TAGGED: Final = (
    "dynamodb:table",
    "ec2:subnet",
    "ec2:vpc",
    "ecr:repository",
    "elasticfilesystem:file-system",
    "kms:key",
    "rds:cluster",
    "s3:bucket",
    "secretsmanager:secret",
)


def internet_block(zone: ZoneName) -> InternetBlock:
    """Mode of a zone."""
    return {ZoneName.EGRESS: InternetBlock.INGRESS, ZoneName.ACCESS: InternetBlock.OFF}.get(zone, InternetBlock.BOTH)


def _set(value: Any) -> dict[str, Any]:
    """A value that units and accounts below can't change."""
    return {**_FINAL, "@@assign": value}


def ec2_defaults(message: str) -> dict[str, Any]:
    """Declarative policy of every zone: IMDSv2, no public images or snapshots, no serial console. `message` is shown to whoever is refused."""
    return {
        "ec2_attributes": {
            "exception_message": _set(message),
            "image_block_public_access": {"state": _set("block_new_sharing")},
            "instance_metadata_defaults": {
                "http_endpoint": _set("enabled"),
                "http_put_response_hop_limit": _set(1),
                "http_tokens": _set("required"),
                "instance_metadata_tags": _set("disabled"),
            },
            "serial_console_access": {"status": _set("disabled")},
            "snapshot_block_public_access": {"state": _set("block_all_sharing")},
        }
    }


def ec2_internet(mode: InternetBlock) -> dict[str, Any]:
    """Declarative policy of one zone: what passes an internet gateway."""
    exclusions = "disabled" if mode is InternetBlock.BOTH else "enabled"
    block = {"mode": _set(mode.value), "exclusions_allowed": _set(exclusions)}
    return {"ec2_attributes": {"vpc_block_public_access": {"internet_gateway_block": block}}}


def tags() -> dict[str, Any]:
    """Tag policy: zones and data classes are spelt in one way, and enforced where the proof reads them."""
    values = {ZONE: [zone.value for zone in ZoneName], DATA_CLASS: [kind.value for kind in DataClass]}
    return {
        "tags": {
            key: {"tag_key": _set(key), "tag_value": _set(allowed), "enforced_for": {"@@assign": list(_TAGGED)}}
            for key, allowed in values.items()
        }
    }


def backups(*, vault_name: str, role_name: str, regions: Collection[str], retention_days: int, partition: str) -> dict[str, Any]:
    """Backup policy: every store tagged `data-class: phi` is copied each night into the account's own vault.

    The vault and the role stand in every account under the same names. Within one region: nothing is copied elsewhere.
    """
    rule = {
        "schedule_expression": {"@@assign": "cron(0 3 ? * * *)"},
        "start_backup_window_minutes": {"@@assign": "60"},
        "complete_backup_window_minutes": {"@@assign": "480"},
        "target_backup_vault_name": {"@@assign": vault_name},
        "lifecycle": {"delete_after_days": {"@@assign": str(retention_days)}},
        "enable_continuous_backup": {"@@assign": False},
    }
    selection = {
        "iam_role_arn": {"@@assign": f"arn:{partition}:iam::$account:role/{role_name}"},
        "tag_key": {"@@assign": DATA_CLASS},
        "tag_value": {"@@assign": [DataClass.PHI.value]},
    }
    plan = {
        "regions": {"@@assign": sorted(regions)},
        "rules": {"nightly": rule},
        "selections": {"tags": {"phi": selection}},
        "advanced_backup_settings": {"ec2": {"windows_vss": {"@@assign": "disabled"}}},
    }
    return {"plans": {"ai-zones-phi": plan}}


def ai_opt_out() -> dict[str, Any]:
    """AI services opt-out policy: AWS keeps and uses no content of ours to improve its services, now or of services to come."""
    return {"services": {"@@operators_allowed_for_child_policies": ["@@none"], "default": {**_FINAL, "opt_out_policy": _set("optOut")}}}
