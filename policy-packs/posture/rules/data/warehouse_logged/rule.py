"""Warehouses with records log, and route through their network."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import WAREHOUSE, WORKGROUP, parameters, workgroup_parameter
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part, Spot, must_have_part
from posture.rules.words import cannot_tell, must_be_set, must_be_true
from posture.values import is_unknown

_LOGGING: Final = Part(("logging", "loggingProperties"), ("aws:redshift/logging:Logging",), "clusterIdentifier")
_EXPORTS: Final = ("connectionlog", "useractivitylog")
"""Who came, and what was asked. (To S3 all logs are delivered; a log group gets those that are named.)"""
_QUERIES: Final = "enable_user_activity_logging"
"""Off by default; without it audit logging writes who came, and no query. "Database audit logging", "Enabling logging"."""
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
        yield from must_have_part(look, _LOGGING, "logs neither connections nor queries", _exports)
        yield from _queries(look)
    elif look.resource.type in WORKGROUP:
        value = workgroup_parameter(look, _QUERIES)
        if is_unknown(value):
            yield cannot_tell("configParameters", "whether it logs queries")
        elif value == "false":
            yield Fault(f"logs no queries ({_QUERIES} is off)", "configParameters")


def _queries(look: Look) -> Iterator[Fault]:
    found = parameters(look)
    value, urn = found.value(_QUERIES), "" if found.holder is look else found.holder.urn
    if is_unknown(value):
        yield Fault("may log no queries: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
    elif value != "true":
        yield Fault(f"logs no queries ({_QUERIES} is not on)", found.prop, urn=urn)


def _exports(spot: Spot) -> Iterator[Fault]:
    prop = spot.at("logExports")
    if spot.look.text(spot.at("logDestinationType")) != "cloudwatch":
        return
    named = spot.look.texts(prop)
    if is_unknown(named):
        yield cannot_tell(prop, "which logs it exports")
    elif missing := [log for log in _EXPORTS if log not in named]:
        yield Fault(f"exports no {' and no '.join(missing)} to its log group", prop)
