"""Warehouses with records log, and route through their network."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import WAREHOUSE
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part, must_have_part
from posture.rules.words import must_be_set, must_be_true

_LOGGING: Final = Part(("logging", "loggingProperties"), ("aws:redshift/logging:Logging",), "clusterIdentifier")
_SERVERLESS: Final = ("aws:redshiftserverless/workgroup:Workgroup", "aws:redshiftserverless/namespace:Namespace")


@rule(*WAREHOUSE, *_SERVERLESS)
def check(look: Look) -> Iterator[Fault]:
    """Serverless: the namespace exports logs, the workgroup routes."""
    if not look.holds_records:
        return
    if "Namespace" in look.resource.type:
        yield from must_be_set(look, "logExports", "logs neither connections nor queries")
        yield from must_have_own_key(look, "kmsKeyId")
        return
    yield from must_be_true(look, "enhancedVpcRouting", "copies data past its network")
    if look.resource.type in WAREHOUSE:
        yield from must_have_part(look, _LOGGING, "logs neither connections nor queries")
