"""Databases with records let programs log in by IAM."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import GRAPH_CLUSTER, RELATIONAL, engine, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_NATIVE: Final = {"aws-native:rds": "enableIamDatabaseAuthentication", "aws-native:neptune": "iamAuthEnabled"}
"""CloudFormation has another name for it in each service."""
_FAULT: Final = "has no login by IAM: programs need passwords"


@rule(*RELATIONAL, *GRAPH_CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Only of the engines that offer it."""
    if look.holds_records and not is_member(look) and (engine(look) or is_replica(look)):
        service = look.resource.type.rpartition(":")[0]
        yield from must_be_true(look, _NATIVE.get(service, "iamDatabaseAuthenticationEnabled"), _FAULT)
