"""Plans for tests: a sound one to be spoiled, and strategies for arbitrary ones."""

from collections.abc import Callable
from copy import deepcopy
from ipaddress import IPv4Network
from typing import Any

import pytest
from hypothesis import strategies as st

from ai_zones.plan import CEILING, Cloud, Fault, PlanError, ZoneName, load_plan
from ai_zones.plan.addressing import PRIVATE, SMALLEST_BLOCK_PREFIX

SOUND: dict[str, Any] = {
    "organization": "clinic-a",
    "environment": "prod",
    "cidr": "10.64.0.0/12",
    "residency": ["eu-west-1"],
    "availability_zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    "zones": {
        "phi": {"account": "111122223333", "services": ["s3", "kms"]},
        "deidentification": {"services": ["s3", "kms", "bedrock-runtime"]},
        "inference": {},
        "egress": {},
    },
    "flows": {
        "redaction-reads-phi": {"source": "deidentification", "target": "phi", "service": "database"},
        "retrieval": {"source": "inference", "target": "deidentification", "service": "retrieval"},
        "outside-models": {"source": "inference", "target": "egress", "service": "llm"},
    },
    "providers": {"anthropic": {"fqdns": ["api.anthropic.com"], "baa": True}},
}


def spoiled(spoil: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The sound plan after one change."""
    document = deepcopy(SOUND)
    spoil(document)
    return document


def faults(document: Any) -> tuple[Fault, ...]:
    """Faults of a plan that must be refused."""
    with pytest.raises(PlanError) as caught:
        load_plan(document)
    return caught.value.faults


def places(document: Any) -> list[str]:
    """Where they are."""
    return [fault.place for fault in faults(document)]


@st.composite
def blocks(draw: st.DrawFn) -> IPv4Network:
    """Any block that a plan may be cut from."""
    private = draw(st.sampled_from(PRIVATE))
    prefix = draw(st.integers(max(private.prefixlen, 8), SMALLEST_BLOCK_PREFIX))
    index = draw(st.integers(0, 2 ** (prefix - private.prefixlen) - 1))
    return IPv4Network((int(private.network_address) + (index << (32 - prefix)), prefix))


@st.composite
def sound_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Any plan within the ceiling."""
    zones = draw(st.lists(st.sampled_from(list(ZoneName)), min_size=1, unique=True))
    names = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,9})?", fullmatch=True)
    allowed = sorted(flow for flow in CEILING.flows if flow.source in zones and flow.target in zones)
    flows = draw(st.lists(st.sampled_from(allowed), unique=True)) if allowed else []
    ports = {(f.target, f.service): draw(st.one_of(st.just(f.port), st.integers(1024, 65535))) for f in flows}
    document: dict[str, Any] = {
        "organization": draw(names),
        "environment": draw(names),
        "cidr": str(draw(blocks())),
        "residency": draw(st.sampled_from([["eu-west-1"], ["us-east-1", "eu-west-1"]])),
        "availability_zones": [f"eu-west-1{letter}" for letter in "abcd"[: draw(st.integers(1, 4))]],
        "zones": {zone.value: _zone(draw, zone) for zone in zones},
        "flows": {
            f"flow-{index}": {
                "source": f.source.value,
                "target": f.target.value,
                "service": f.service.value,
                "port": ports[f.target, f.service],
            }
            for index, f in enumerate(flows)
        },
    }
    if ZoneName.EGRESS in zones and draw(st.booleans()):
        baa = draw(st.booleans())
        receives = draw(st.sampled_from(["phi", "deidentified", "public"] if baa else ["deidentified", "public"]))
        document["providers"] = {"one": {"fqdns": ["api.example.org", "*.one.example.net"], "baa": baa, "receives": receives}}
    document["peers"] = {
        peer.kind.value: {"kind": peer.kind.value, "zone": peer.zone.value, "link": "vpn", "cidr": "203.0.113.0/28"}
        for peer in CEILING.peers
        if peer.zone in zones and draw(st.booleans())
    }
    return document


def _zone(draw: st.DrawFn, zone: ZoneName) -> dict[str, Any]:
    services = draw(st.lists(st.sampled_from(sorted(CEILING.cloud_services[Cloud.AWS][zone])), unique=True, max_size=4))
    entry: dict[str, Any] = {"services": services}
    if draw(st.booleans()):
        entry["account"] = draw(st.from_regex(r"[0-9]{12}", fullmatch=True))
    if draw(st.booleans()):
        entry["index"] = list(ZoneName).index(zone)
    return entry
