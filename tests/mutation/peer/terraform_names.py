"""`python -m tests.mutation.peer.terraform_names <package/lib> [tokens…]`: the names of our types and properties in Terraform.

Terraform's names come from npm's `@cdktf/provider-aws` (21.22: generated from the provider's schema; unpack it, `package/lib`), ours from the installed SDK.
A property is matched by its letters, then by those of its singular; what has no match keeps its name in snake case.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.schema import Property, Shape, TypeSchema, sdk
from tests.mutation.peer.terraform import NAMES, snake

_INTERFACE = re.compile(r"export interface (\w+)(?: extends ([\w.]+))? \{(.*?)\n\}", re.S)
_MEMBER = re.compile(r"/\*\*(.*?)\*/\s*readonly \w+\??: ([^;]+(?:;\s*\})?)", re.S)
_DEEPEST = 8
_MODULES = {"cfg": "config", "directconnect": "dx", "ec2transitgateway": "ec2_transit_gateway", "rds": "db"}
_TYPES = {
    "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
    "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": "aws_vpc_endpoint_service_allowed_principal",
    "aws:directconnect/linkAggregationGroup:LinkAggregationGroup": "aws_dx_lag",
    "aws:wafv2/webAclAssociation:WebAclAssociation": "aws_wafv2_web_acl_association",
}
"""Names that no rule gives."""
_NAMES = {
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {"logGroup": "log_group_name"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"name": "alarm_name"},
    "aws:lambda/function:Function": {"code": "filename", "name": "function_name"},
    "aws:lambda/layerVersion:LayerVersion": {"code": "filename"},
    "aws:lambda/permission:Permission": {"function": "function_name"},
    "aws:sns/topicSubscription:TopicSubscription": {"topic": "topic_arn"},
}
_ENDINGS = (("ies", "y"), ("ses", "s"), ("xes", "x"), ("hes", "h"), ("s", ""), ("ices", "ix"), ("ices", "ex"), ("criteria", "criterion"))
Members = Mapping[str, Any]


def terraform(lib: Path) -> dict[str, Members]:
    """Type → argument → None, or the arguments of the block."""
    found: dict[str, Members] = {"aws_wafv2_web_acl_association": {"resource_arn": None, "web_acl_arn": None}}
    for index in sorted(lib.glob("*/index.d.ts")):
        text = index.read_text(encoding="utf-8")
        named = re.search(r'tfResourceType = "(\w+)"', text)
        if named is None or index.parent.name.startswith("data-"):
            continue
        text += "\n".join(path.read_text(encoding="utf-8") for path in sorted(index.parent.glob("index-structs/*.d.ts")))
        faces = {match[1]: match[3] for match in _INTERFACE.finditer(text)}
        for match in _INTERFACE.finditer(text):
            if match[2] == "cdktf.TerraformMetaArguments":
                found.setdefault(named[1], _members(match[1], faces))
    return found


def _members(face: str, faces: Mapping[str, str], depth: int = 0) -> Members:
    made: dict[str, Any] = {}
    for match in _MEMBER.finditer(faces[face]):
        if anchors := re.findall(r"docs/resources/\w+#(\w+)", match[1]):
            inner = next((word for word in re.findall(r"\w+", match[2]) if word in faces), None)
            made[anchors[-1]] = _members(inner, faces, depth + 1) if inner and depth < _DEEPEST else None
    return made


def match_of(name: str, members: Members) -> str | None:
    """The argument that a property of ours is."""
    by_letters = {letters(one): one for one in members}
    return next((by_letters[letters(one)] for one in _spellings(snake(name)) if letters(one) in by_letters), None)


def _spellings(name: str) -> Iterator[str]:
    yield name
    for plural, singular in _ENDINGS:
        if name.endswith(plural):
            yield name[: -len(plural)] + singular
    yield name + "s"


def letters(name: str) -> str:
    return name.replace("_", "")


def type_of(schema: TypeSchema, types: Mapping[str, Members]) -> str:
    """Terraform's type that takes the same arguments: by its name, else the one that takes the most of them."""
    if schema.token in _TYPES:
        return _TYPES[schema.token]
    _, module, name = schema.token.split(":")
    module, name = module.split("/")[0], snake(name)
    by_letters = {letters(one): one for one in types}
    called = [f"aws_{part}{name}" for part in (f"{_MODULES.get(module, module)}_", f"{module}_", f"{module}_log_", f"{module}_event_", "")]
    exact = [by_letters[letters(one)] for one in called if letters(one) in by_letters]
    last = name.rsplit("_", 1)[-1]
    if exact and _shared(schema, types[best := max(exact, key=lambda one: _shared(schema, types[one]))]) >= 0.6:
        return best
    alike = [one for one in types if last in one or letters(module) in letters(one)]
    return max(alike, key=lambda one: (_shared(schema, types[one]), -abs(len(one) - len(name))))


def _shared(schema: TypeSchema, members: Members) -> float:
    ours = [name for name in schema.inputs if name not in ("region", "tags", "tagsAll")]
    theirs = [name for name in members if name not in ("id", "tags", "tags_all", "region", "timeouts")]
    return sum(match_of(name, members) is not None for name in ours) / max(len(ours), len(theirs), 1)


def naming(schema: TypeSchema, types: Mapping[str, Members]) -> dict[str, Any]:
    """What the table says of one type."""
    type_ = type_of(schema, types)
    names, maps = dict(_NAMES.get(schema.token, {})), list[str]()

    def walk(properties: Mapping[str, Property], members: Members, path: str) -> None:
        for name, one in properties.items():
            here = f"{path}.{name}" if path else name
            if _bare(one.shape)[0] == "map" and name not in ("tags", "tagsAll"):
                maps.append(here)
            theirs = match_of(name, members)
            if theirs and theirs != snake(name):
                names.setdefault(here, theirs)
            if theirs and members[theirs] and _bare(one.shape)[0] == "object" and here.count(".") < _DEEPEST:
                walk(schema.objects[_bare(one.shape)[1]], members[theirs], here)

    walk(schema.inputs, types[type_], "")
    return {"type": type_, **({"names": names} if names else {}), **({"maps": maps} if maps else {})}


def _bare(shape: Shape) -> tuple[str, Any]:
    """Without the lists around it."""
    while isinstance(shape, list) and shape[0] == "list":
        shape = shape[1]
    if isinstance(shape, list) and shape[0] == "union":
        return next((_bare(one) for one in shape[1] if _bare(one)[0] == "object"), ("str", None))
    return (shape[0], shape[1]) if isinstance(shape, list) else (shape, None)


def main(arguments: list[str]) -> None:
    """Write the table anew, of the types that it has and of those that are named."""
    types = terraform(Path(arguments[0]))
    known = json.loads(NAMES.read_text(encoding="utf-8")) if NAMES.exists() else {}
    made = {token: naming(sdk("aws").type(token), types) for token in sorted({*known, *arguments[1:]})}
    lines = [f"{json.dumps(token)}: {json.dumps(one, sort_keys=True)}" for token, one in made.items()]
    NAMES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
