"""Plans for tests of `AwsZones`, and the composite under mocks."""

from typing import Any

from pulumi_aws import Provider

from ai_zones.aws import AwsZones
from ai_zones.plan import CEILING, ZonePlan
from tests.aws.recording import REGION, Recording, record

ACCOUNTS = {
    "phi": "111122223333",
    "deidentification": "222233334444",
    "inference": "333344445555",
    "egress": "444455556666",
    "access": "555566667777",
    "training": "666677778888",
    "control": "777788889999",
    "management": "888899990000",
}
# Every flow of the ceiling: what may be declared can be built.
FLOWS = {
    f"{flow.source}-{flow.target}-{flow.service}": {"source": flow.source, "target": flow.target, "service": flow.service}
    for flow in CEILING.flows
}


def document(**changes: Any) -> dict[str, Any]:
    """A plan of all eight zones and every flow."""
    return {
        "organization": "clinic",
        "environment": "test",
        "cidr": "10.64.0.0/12",
        "residency": [REGION],
        "availability_zones": [f"{REGION}a", f"{REGION}b"],
        "zones": {
            "phi": {"account": ACCOUNTS["phi"], "services": ["s3", "kms", "logs"]},
            "deidentification": {"account": ACCOUNTS["deidentification"], "services": ["s3", "kms", "ecr.dkr"]},
            "inference": {"account": ACCOUNTS["inference"], "services": ["s3", "ecr.dkr", "bedrock-runtime"]},
            "egress": {"account": ACCOUNTS["egress"], "services": ["logs"]},
            "access": {"account": ACCOUNTS["access"], "services": ["logs"]},
            "training": {"account": ACCOUNTS["training"], "services": ["s3", "kms"]},
            "control": {"account": ACCOUNTS["control"], "services": ["dynamodb"]},
            "management": {"account": ACCOUNTS["management"], "services": ["s3", "kms"]},
        },
        "flows": FLOWS,
        "providers": {"anthropic": {"fqdns": ["api.anthropic.com"], "baa": True, "receives": "deidentified"}},
        **changes,
    }


def composite(plan: dict[str, Any], *, without: str = "", **changes: Any) -> AwsZones:
    """The composite, with a provider for each zone but `without`; inside a program."""
    parsed = ZonePlan.from_document(plan)
    providers = {zone: Provider(f"{zone}-aws", region=REGION) for zone in parsed.zones if zone != without}
    args: Any = {"plan": parsed, "providers": providers, **changes}
    return AwsZones("zones", args)


def build(plan: dict[str, Any], *, without: str = "", **changes: Any) -> Recording:
    """What the composite registers; its result is the plan that it registered."""
    return record(lambda: composite(plan, without=without, **changes).plan)


def zone_of(name: str) -> str:
    """Zone in whose account a resource stands, by its name."""
    return name.split("-")[2]


def endpoints(recording: Recording) -> dict[str, dict[str, Any]]:
    """Inputs of every endpoint by name."""
    return {resource.name: resource.inputs for resource in recording.of("ec2/vpcEndpoint:VpcEndpoint")}
