"""Arguments from which the network tests start."""

from typing import Any

from tests.aws.recording import ACCOUNT, REGION

ZONES = tuple(f"{REGION}{letter}" for letter in "abc")
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"


def tier(second: int, third: int) -> dict[str, str]:
    """Three adjacent ranges."""
    return {zone: f"10.{second}.{third + at}.0/24" for at, zone in enumerate(ZONES)}


def phi(**changes: Any) -> Any:
    """The strictest PHI network that has databases."""
    return {
        "zone": "phi",
        "region": REGION,
        "account_id": ACCOUNT,
        "cidr": "10.20.0.0/16",
        "workload_subnets": tier(20, 0),
        "endpoint_subnets": tier(20, 16),
        "database_subnets": tier(20, 32),
        "kms_key_arn": KEY,
        **changes,
    }


def egress(**changes: Any) -> Any:
    """The strictest egress network."""
    return {
        "region": REGION,
        "account_id": ACCOUNT,
        "cidr": "10.23.0.0/16",
        "workload_subnets": tier(23, 0),
        "endpoint_subnets": tier(23, 16),
        "firewall_subnets": tier(23, 32),
        "public_subnets": tier(23, 48),
        "kms_key_arn": KEY,
        **changes,
    }
