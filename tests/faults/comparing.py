"""Whether two runs ended the same: the state and the world, resource by resource.

What differs between any two runs is left out: times, ciphertexts, the engine's own ids of providers. Where a resource was made a second
time its new id stands for the old one, everywhere.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from simulator.runner import Rehearsal
from tests.faults.guarding import CONTENTS

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_TOKEN = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<![0-9A-Za-z])[0-9a-f]{8,}|[0-9a-f]{16,}")
_GIVEN = ("publicIp", "publicDns")
"""Outputs that the cloud draws anew for each object, besides ids: an address that was made again is another one."""
_DRAWN = {"gcp:compute/forwardingRule:ForwardingRule": "ipAddress", "gcp:compute/address:Address": "address"}
"""By type, the address that a subnet gives to whoever comes first, if none is asked for: which of them that is, the order of any run decides."""
_SHOWN = ("type", "id", "inputs", "outputs", "parent", "dependencies", "propertyDependencies", "protect", "retainOnDelete", "deletedWith")
_MOMENTARY = {"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "subnetIds"}
"""Outputs that say how things stood when the resource was made, which the order of any run decides: the subnets that had no list of their
own yet. Where they stand in the end is in the world's own notes (`Object.state`), which are compared."""
_VERSIONS = {"gcp": ("etag", "fingerprint", "labelFingerprint", "metadataFingerprint")}
"""Outputs that name a version of an object, by cloud: each change draws another (AIP-154, "Resource freshness validation")."""
_MUST_BE_GONE = ("initErrors", "pendingReplacement", "taint", "delete")


@dataclass(frozen=True)
class Picture:
    """A stack's end, ready to compare."""

    state: dict[str, Any]
    """URN → resource."""
    world: dict[str, Any]
    """Type, account and id → object."""
    orphans: tuple[str, ...]
    copies: dict[str, int]
    """URN → how many objects it has."""


def picture(rehearsal: Rehearsal) -> Picture:
    """Look at a stack."""
    resources = rehearsal.export()["deployment"].get("resources") or []
    objects = rehearsal.world.remaining()
    copies: dict[str, int] = {}
    for one in objects:
        if one.urn and not one.state.get("kept_because"):
            copies[one.urn] = copies.get(one.urn, 0) + 1
    return Picture(
        {_key(one): _resource(one) for one in resources},
        {
            f"{one.type} {one.account} {one.region} {one.id}": _plain(
                [
                    one.urn,
                    one.keeper,
                    one.adopted_as,
                    one.answered,
                    one.inputs,
                    _lasting(one.adopted_as or one.type, one.outputs),
                    {**one.state, "birth": None, CONTENTS: None},
                ]
            )
            for one in objects
        },
        tuple(f"{one.type} {one.id} {one.urn}" for one in rehearsal.world.orphans()),
        copies,
    )


def differences(wanted: Picture, got: Picture, made_again: frozenset[str] = frozenset()) -> list[str]:
    """What is not as in the reference. `made_again`: URNs whose ids may be new."""
    new_ids = _new_ids(wanted, got, made_again)
    state, world = (_renamed(part, new_ids) for part in (got.state, got.world))
    return [*_compared("state", wanted.state, state), *_compared("world", wanted.world, world)]


def _compared(what: str, wanted: dict[str, Any], got: dict[str, Any]) -> list[str]:
    found = [f"{what}: {key.rsplit('::', 1)[-1]} is missing" for key in sorted(wanted.keys() - got.keys())]
    found += [f"{what}: {key.rsplit('::', 1)[-1]} is too much" for key in sorted(got.keys() - wanted.keys())]
    for key in sorted(wanted.keys() & got.keys()):
        if wanted[key] != got[key]:
            found.append(f"{what}: {key.rsplit('::', 1)[-1]} differs at {_where(wanted[key], got[key])}")
    return found


def _where(wanted: Any, got: Any, path: str = "") -> str:
    if isinstance(wanted, dict) and isinstance(got, dict):
        for name in sorted(wanted.keys() | got.keys()):
            if wanted.get(name) != got.get(name):
                return _where(wanted.get(name), got.get(name), f"{path}.{name}")
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for at, (one, other) in enumerate(zip(wanted, got, strict=True)):
            if one != other:
                return _where(one, other, f"{path}[{at}]")
    return f"{path or '(all)'}: {str(wanted)[:120]!r} became {str(got)[:120]!r}"


def _new_ids(wanted: Picture, got: Picture, made_again: frozenset[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for urn in made_again & wanted.state.keys() & got.state.keys():
        before = _TOKEN.findall(json.dumps(wanted.state[urn], sort_keys=True))
        after = _TOKEN.findall(json.dumps(got.state[urn], sort_keys=True))
        if len(before) == len(after):
            pairs |= {new: old for old, new in zip(before, after, strict=True) if new != old}
        olds, news = (side.state[urn].get("outputs") or {} for side in (wanted, got))
        pairs |= {news[name]: olds[name] for name in _GIVEN if news.get(name) and olds.get(name) and news[name] != olds[name]}
    return pairs | _drawn(wanted, got)


def _drawn(wanted: Picture, got: Picture) -> dict[str, str]:
    """Addresses that nobody asked for, where one stands for another: as many different ones must be left."""
    pairs: dict[str, str] = {}
    for urn in wanted.state.keys() & got.state.keys():
        name = _DRAWN.get(wanted.state[urn].get("type", ""), "")
        old, new = ((side.state[urn].get("outputs") or {}).get(name) for side in (wanted, got))
        asked = (wanted.state[urn].get("inputs") or {}).get(name)
        if old and new and old != new and not asked:
            pairs[new] = old
    return pairs if len(set(pairs.values())) == len(pairs) else {}


def _renamed(part: dict[str, Any], new_ids: dict[str, str]) -> dict[str, Any]:
    if not new_ids:
        return part
    # An address must not be found within another (10.0.0.5 in 10.0.0.50), an id may stand within a name.
    words = (rf"(?<![\d.]){re.escape(one)}(?![\d.])" if one.count(".") == 3 else re.escape(one) for one in new_ids)
    wanted = re.compile("|".join(sorted(words, key=len, reverse=True)))
    renamed: dict[str, Any] = json.loads(wanted.sub(lambda found: new_ids[found[0]], json.dumps(part)))
    return renamed


def _key(resource: dict[str, Any]) -> str:
    return str(resource["urn"]) + (" (to be deleted)" if resource.get("delete") else "")


def _resource(resource: dict[str, Any]) -> Any:
    shown = {name: resource[name] for name in _SHOWN if resource.get(name)}
    shown["outputs"] = _lasting(resource["type"], resource.get("outputs") or {})
    if resource["type"].startswith("pulumi:"):
        shown.pop("id", None)
    left = {name: resource[name] for name in _MUST_BE_GONE if resource.get(name)}
    shown["dependencies"] = sorted(resource.get("dependencies") or [])
    shown["propertyDependencies"] = {name: sorted(urns or []) for name, urns in (resource.get("propertyDependencies") or {}).items()}
    return _plain({**shown, **left, "provider": str(resource.get("provider", "")).rsplit("::", 1)[0]})


def _lasting(type_: str, outputs: dict[str, Any]) -> dict[str, Any]:
    passing = (_MOMENTARY.get(type_), *_VERSIONS.get(type_.partition(":")[0], ()))
    return {name: value for name, value in outputs.items() if name not in passing}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return "(secret)" if _SIGNATURE in value else {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        plain = [_plain(item) for item in value]
        # A cloud's lists of ids are sets: their order is that of creation.
        return sorted(plain) if all(isinstance(item, str) for item in plain) else plain
    return _TIME.sub("(time)", value) if isinstance(value, str) else value
