"""The repository's stacks of clusters, each with a table of where its plan's flows stand in it: written by hand, and compared with the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ai_zones.plan import ZoneName
from stacks.kubernetes.program import build
from stacks.kubernetes.settings import KubernetesSettings
from tests.kubernetes.recording import Recording, record
from tests.live.plan_worlds import SYSTEM, Opening, World, doors, namespaces, policies
from tests.live.policy_sets import PolicySet
from tests.stacks.stack_files import engine_config

Ends = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One stack."""

    zones: Mapping[str, ZoneName]
    """Namespace → zone."""
    flows: Mapping[str, tuple[Ends, Ends]]
    """Flow of the plan → who opens it, and where it ends."""
    beside: Mapping[str, tuple[Ends, Ends]]
    """What the plan does not name, at 443."""
    callers: Ends
    """Pods that call and are no part of the stack."""
    outside: Ends
    """Addresses that are asked about: of each range, and of none."""


_LINKS: Final = ("10.66.32.0/21", "10.66.96.0/21", "10.66.160.0/21")
"""Subnets of the private links: all flows of a zone share them, so that at the network a flow is its port; the link's own policy tells them apart."""
_PHI, _VAULT, _INTERNET = ("10.113.32.0/21",), ("10.119.32.0/21",), ("0.0.0.0/5", "192.0.0.0/13", "203.0.113.0/24")
_AGENTS, _SUMMARY = ("agents/agent-summary", "agents/agent-triage"), ("agents/agent-summary",)

TABLES: Final[Mapping[str, Table]] = {
    "kubernetes-clinical": Table(
        zones={"agents": ZoneName.INFERENCE, "models": ZoneName.INFERENCE},
        flows={
            "answers": (_LINKS, ("models/api",)),
            "models-out": (("agents/model-loader",), _LINKS),
            "outside-models": (_SUMMARY, _LINKS),
            "retrieval": (_SUMMARY, _LINKS),
            "sentinel-models": (_AGENTS, _LINKS),
            "telemetry-inference": (_AGENTS, _LINKS),
            "tools": (_AGENTS, _LINKS),
            "vault-inference": (_AGENTS, _LINKS),
        },
        # Within a zone: agents ask the model, which is of their own zone.
        beside={"model": (_AGENTS, ("models/api",))},
        callers=("agents/model-loader",),
        outside=("10.66.32.7", "10.66.100.7", "10.66.167.255", "10.66.40.7", "10.1.2.3", "203.0.113.9"),
    ),
    "kubernetes-dev": Table(
        zones={
            "deid": ZoneName.DEIDENTIFICATION,
            "agents": ZoneName.INFERENCE,
            "models": ZoneName.INFERENCE,
            "egress": ZoneName.EGRESS,
            "access": ZoneName.ACCESS,
        },
        flows={
            "answers": (("access/*",), ("models/api",)),
            "outside-models": (_SUMMARY, ("egress/llm",)),
            "prompts": (("access/*",), ("deid/prompt",)),
            "redaction-reads-phi": (("deid/retrieval",), _PHI),
            "retrieval": (_SUMMARY, ("deid/retrieval",)),
            "tools": (_SUMMARY, ("deid/tools",)),
            "vault-deidentification": (("deid/retrieval",), _VAULT),
            "vault-egress": (("egress/llm",), _VAULT),
            "vault-inference": (_SUMMARY, _VAULT),
        },
        beside={
            "model": (_SUMMARY, ("models/api",)),
            # The plan's providers: the gateway alone goes out, by the zone's firewall, which knows their names. Never to a private address.
            "providers": (("egress/llm",), _INTERNET),
        },
        callers=("access/portal",),
        outside=("10.113.32.7", "10.119.39.9", "10.1.2.3", "203.0.113.9"),
    ),
}


def registered(stack: str) -> Recording:
    """What a stack's program registers."""
    return record(lambda: build(stack, engine_config(stack)))


def programs(made: Recording) -> set[str]:
    """`<namespace>/<service>` of each program, and of each gate whose program is not there yet."""
    pods = {
        (one.inputs["metadata"]["namespace"], one.spec["template"]["metadata"]["labels"]["ai-service"])
        for one in made.objects("Deployment").values()
    }
    gates = {(one.inputs["metadata"]["namespace"], one.spec["selector"]["ai-service"]) for one in made.objects("Service").values()}
    return {"/".join(one) for one in pods | gates}


def of_stack(stack: str, made: Recording) -> World:
    """A stack's cluster: its programs, each once more in quarantine, strangers in its namespaces and beside them, and the platform."""
    table = TABLES[stack]
    plan = KubernetesSettings.from_config(stack, engine_config(stack)).plan
    spaces = namespaces(made)
    for name in ("kube-system", "elsewhere", "claims-inference"):
        spaces[name] = {"kubernetes.io/metadata.name": name} | ({"ai-zone": "inference"} if name == "claims-inference" else {})
    world = World(PolicySet(spaces, [], policies(made)), table.zones, doors(table.zones), table.outside)
    for name, (sources, targets) in table.flows.items():
        world.openings.append(Opening(sources, targets, frozenset({(plan.flows[name].port, "TCP")})))
    world.openings += [Opening(*ends, frozenset({(443, "TCP")})) for ends in table.beside.values()]
    known = programs(made) | set(table.callers)
    for name in sorted(known):
        for cut in (False, True):
            world.add_service(*name.split("/"), cut=cut)
    # Strangers, and pods that bear the name of a service or of an agent where it does not stand.
    for namespace in (*table.zones, "elsewhere", "claims-inference"):
        for service in ("other", "api", "agent-summary"):
            if f"{namespace}/{service}" not in known:
                world.add_service(namespace, service)
    for name, labels in SYSTEM.items():
        world.add(name, labels)
    asked = {53, 443, 6443, 15012, *(plan.flows[name].port for name in table.flows)}
    world.ports = ((53, "UDP"), (443, "UDP"), *((port, "TCP") for port in sorted(asked)))
    return world
