"""Values that a string property may have: from the SDK's classes, the simulator's sourced rules, and the service's API model.

An API model is asked by name: a member of any of the service's structures that is called like the property, and whose enum holds the
value that the program gives. That is no guess of ours, and it finds what the SDK's classes keep silent about.
"""

import json
import os
from functools import cache
from typing import Any

import botocore  # type: ignore[import-untyped]
import botocore.exceptions  # type: ignore[import-untyped]
import botocore.loaders  # type: ignore[import-untyped]

from simulator.engine import cache_root
from simulator.rules.checks import Allowed, Between
from simulator.rules.registry import rules_for
from simulator.values import starred
from tests.mutation.program import Where
from tests.mutation.sites import Site

SERVICES: dict[str, tuple[str, ...]] = {
    "ec2": ("ec2",),
    "vpc": ("ec2",),
    "ec2transitgateway": ("ec2",),
    "lb": ("elbv2",),
    "cloudwatch": ("logs", "cloudwatch", "events"),
    "lambda": ("lambda",),
    "sfn": ("stepfunctions",),
    "bedrock": ("bedrock", "bedrock-agent"),
    "networkfirewall": ("network-firewall",),
    "route53": ("route53", "route53resolver"),
    "kinesis": ("kinesis", "firehose"),
    "iam": ("iam", "accessanalyzer"),
    "directconnect": ("directconnect",),
    "vpclattice": ("vpc-lattice",),
    "s3": ("s3", "s3control"),
    "s3control": ("s3control",),
    "cfg": ("config",),
    "ssm": ("ssm",),
    "secretsmanager": ("secretsmanager",),
    "verifiedaccess": ("ec2",),
    "opensearch": ("opensearch", "opensearchserverless"),
    "ecr": ("ecr",),
    "mskconnect": ("kafkaconnect",),
    "msk": ("kafka",),
    "transfer": ("transfer",),
    "appflow": ("appflow",),
    "apigateway": ("apigateway",),
    "apigatewayv2": ("apigatewayv2",),
    "dms": ("dms",),
    "emr": ("emr",),
    "docdb": ("docdb",),
    "elasticache": ("elasticache",),
    "scheduler": ("scheduler",),
}
"""Module of a type token → API models, where the names differ or there are several; else the module's own name."""


def other_values(type_: str, site: Site) -> tuple[str, ...]:
    """Every other value that the property may have, sorted; empty where no source lists any."""
    value = site.plain
    if not isinstance(value, str) or not value:
        return ()
    found = _of_shape(site.shape) or _of_rules(type_, site.where) or _of_model(type_, site.last, value)
    return tuple(sorted(one for one in found if one != value)) if value in found else ()


def least(type_: str, where: Where) -> float | None:
    """The smallest number that a rule of the simulator, or else the API model, allows."""
    rules = rules_for(type_)
    for check in rules.checks if rules else ():
        if isinstance(check, Between) and check.path == _starred(where) and check.least is not None:
            return check.least
    return _least_of_model(type_, str(next(part for part in reversed(where) if isinstance(part, str))))


def _starred(where: Where) -> str:
    text = ""
    for part in where:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return starred(text)


def _of_shape(shape: Any) -> frozenset[str]:
    if isinstance(shape, list) and shape[0] == "enum":
        return frozenset(value for value in shape[1] if isinstance(value, str))
    if isinstance(shape, list) and shape[0] == "union":
        return frozenset().union(*(_of_shape(one) for one in shape[1]))
    return frozenset()


def _of_rules(type_: str, where: Where) -> frozenset[str]:
    rules = rules_for(type_)
    path = _starred(where)
    for check in rules.checks if rules else ():
        if isinstance(check, Allowed) and check.path == path:
            return frozenset(value for value in check.values if isinstance(value, str))
    return frozenset()


def _services(type_: str) -> tuple[str, ...]:
    module = type_.split(":")[1].partition("/")[0] if type_.count(":") == 2 else ""
    return SERVICES.get(module, (module,))


def _of_model(type_: str, name: str, value: str) -> frozenset[str]:
    for service in _services(type_):
        for found in _model(service)["enums"].get(name.lower(), ()):
            if value in found:
                return frozenset(found)
    return frozenset()


def _least_of_model(type_: str, name: str) -> float | None:
    for service in _services(type_):
        found = _model(service)["least"].get(name.lower())
        if found is not None:
            return float(found)
    return None


@cache
def _model(service: str) -> dict[str, Any]:
    """Member name → its enums, and its minimum; read from botocore once and kept by its version."""
    home = cache_root() / "mutants"
    kept = home / f"model-{botocore.__version__}-{service}.json"
    if kept.exists():
        loaded: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return loaded
    made = _read_model(service)
    home.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(made), encoding="utf-8")
    part.replace(kept)
    return made


def _read_model(service: str) -> dict[str, Any]:
    try:
        shapes = botocore.loaders.Loader().load_service_model(service, "service-2")["shapes"]
    except (botocore.exceptions.UnknownServiceError, botocore.exceptions.DataNotFoundError):
        return {"enums": {}, "least": {}}
    enums: dict[str, list[list[str]]] = {}
    lowest: dict[str, float] = {}
    for shape in shapes.values():
        for member, target in shape.get("members", {}).items():
            to = shapes[target["shape"]]
            to = shapes[to["member"]["shape"]] if to["type"] == "list" else to
            if to.get("enum") and to["enum"] not in enums.setdefault(member.lower(), []):
                enums[member.lower()].append(to["enum"])
            if to["type"] in ("integer", "long") and "min" in to:
                lowest[member.lower()] = max(lowest.get(member.lower(), 0), to["min"])
    return {"enums": enums, "least": lowest}
