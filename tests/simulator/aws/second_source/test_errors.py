"""Error codes are those that the API's model declares for its service. EC2 and S3 declare theirs in the documentation only."""

from functools import cache
from pathlib import Path

import botocore.session  # type: ignore[import-untyped]
import pytest

from tests.simulator.aws.test_refusals import RULES, codes

pytestmark = pytest.mark.second_source

SERVICES: dict[str, tuple[str, ...]] = {
    "account_defaults": ("accessanalyzer",),
    "database_groups": ("rds",),
    "database_instances": ("rds",),
    "databases": ("rds",),
    "dns_firewall": ("route53resolver",),
    "firewall_inspection": ("network-firewall",),
    "firewall_policies": ("network-firewall",),
    "hosted_zones": ("route53",),
    "identities": ("iam",),
    "keys": ("kms",),
    "listener_rules": ("elbv2",),
    "listeners": ("elbv2",),
    "load_balancers": ("elbv2",),
    "log_groups": ("logs",),
    "messaging": ("sqs", "sns"),
    "network_firewall": ("network-firewall",),
    "organization_admins": ("iam",),
    "private_circuits": ("directconnect",),
    "organizations": ("organizations",),
    "permission_sets": ("sso-admin",),
    "secrets": ("secretsmanager",),
    "sharing": ("vpc-lattice", "ram"),
    "web_firewalls": ("wafv2",),
}
"""Modules of rules whose services declare their errors."""

UNDECLARED = {
    "DependencyViolation": "EC2's answer, when a subnet is deleted that the group holds",
    "IncorrectState": "EC2's answer, when a VPN gateway is deleted that a circuit holds",
    "InvalidIPAddress.InUse": "EC2's answer, when an address is released that the load balancer holds",
    "KMS.NotFoundException": "the code that goes with the shape KmsNotFound (awsQueryError)",
    "InvalidParameterCombination": "RDS API Reference, Common Errors",
    "InvalidParameterValue": "RDS API Reference, Common Errors",
    "QueueAlreadyExists": "the code that goes with the shape QueueNameExists (awsQueryError)",
    "ValidationError": "Elastic Load Balancing API Reference, Common Errors",
    "ValidationException": "CloudWatch Logs User Guide, 'Protecting log groups from deletion'",
}


@cache
def declared(service: str) -> frozenset[str]:
    """Codes and names of the service's errors."""
    model = botocore.session.get_session().get_service_model(service)
    found = set()
    for shape in model.error_shapes:
        found |= {shape.name, str(shape.metadata.get("error", {}).get("code") or shape.name)}
    return frozenset(found)


@pytest.mark.parametrize("module", sorted(SERVICES))
def test_error_codes_are_declared_by_the_service(module: str) -> None:
    known = frozenset().union(*(declared(service) for service in SERVICES[module]))
    assert codes(RULES / f"{module}.py", references=True) - known - set(UNDECLARED) == set()


def test_modules_are_there() -> None:
    assert all(Path(RULES / f"{module}.py").is_file() for module in SERVICES)
