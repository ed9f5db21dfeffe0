"""Settings of a stack with `ai-zones:cloud: vault`, checked before anything is registered.

Source: Pulumi documentation, "Configuration", "Structured configuration" (the engine hands structured values over as JSON text).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self

from pydantic import ConfigDict

from ai_zones.plan import Fault, Service, ZoneName, ZonePlan
from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.fields import Part
from stacks import above
from stacks.above import keys_above
from stacks.errors import PROJECT, SettingsError
from stacks.plan_source import plan_document, plan_of
from stacks.reading import decoded, judged
from stacks.vault.config import Cluster, Identities, VaultStackConfig

CLOUD: Final = "vault"
"""Value of `ai-zones:cloud` that picks this stack."""
STACKS: Final = Path(__file__).resolve().parents[1]
SCHEMA_FILE: Final = STACKS / "vault-schema.json"
KEYS: Final = tuple(VaultStackConfig.model_fields)
_TEXTS: Final = {"cloud", "plan_file", "server", "address", "trust_domain", "database_password"}


class VaultSettings(Part):
    """Sound settings: the keys of the file, and the plan whose zones they serve."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    stack: str
    config: VaultStackConfig
    plan: ZonePlan

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault."""
        faults: list[Fault] = []
        given = decoded(keys_above(config), set(KEYS) - _TEXTS, faults)
        whole = judged(VaultStackConfig, KEYS, f"stacks/{SCHEMA_FILE.name}", given, faults)
        plan: ZonePlan | None = None
        if whole is not None:
            document, source = plan_document(whole, {"plan_file": whole.plan_file}, base, faults)
            plan = plan_of(document, source, whole, faults) if document is not None else None
            if plan is not None:
                faults.extend(_disagreements(whole, plan))
        if faults or whole is None or plan is None:
            raise SettingsError(stack, faults)
        return cls(stack=stack, config=whole, plan=plan)


def _disagreements(config: VaultStackConfig, plan: ZonePlan) -> Iterator[Fault]:
    """Zones that the plan does not let reach Vault, a database that Vault may not reach, logins of nobody."""
    served = {
        **dict.fromkeys(config.workloads, f"{PROJECT}:workloads"),
        **dict.fromkeys(config.agents, f"{PROJECT}:agents"),
        **{one.zone: f"{PROJECT}:clusters.{name}" for name, one in config.clusters.items()},
        **{one.zone: f"{PROJECT}:identities.{name}" for name, one in config.identities.items()},
    }
    reached = {flow.source for flow in plan.flows.values() if flow.service is Service.VAULT} | {ZoneName.MANAGEMENT}
    for zone, place in sorted(served.items()):
        if zone not in plan.zones:
            yield Fault(place, f"the plan has no zone {zone}", listed(sorted(plan.zones)), "name a zone of the plan")
        elif zone not in reached:
            allowed, fix = listed(sorted(reached)), f"declare a flow from {zone} to {ZoneName.MANAGEMENT}/{Service.VAULT} in the plan"
            yield Fault(place, f"zone {zone} has no flow to Vault, so nobody in it could log in", allowed, fix)
    flows = [flow for flow in plan.flows.values() if flow.service is Service.DATABASE and flow.source is ZoneName.MANAGEMENT]
    if config.database is not None and not flows:
        fix = f"declare a flow from {ZoneName.MANAGEMENT} to {ZoneName.PHI}/{Service.DATABASE} in the plan"
        yield Fault(f"{PROJECT}:database", "the plan lets Vault reach no database", "a plan with such a flow", fix)
    yield from _strangers(config)
    yield from _meshes(config)


def _strangers(config: VaultStackConfig) -> Iterator[Fault]:
    """Whoever is to get the certificate of a workload that has none."""
    known = workloads(config)
    named: dict[str, Cluster | Identities] = {f"clusters.{name}": one for name, one in config.clusters.items()}
    named |= {f"identities.{name}": one for name, one in config.identities.items()}
    for place, source in sorted(named.items()):
        names = known.get(source.zone, [])
        yield from _unknown_agents(place, source, names)
        for label, login in sorted(source.logins.items()):
            if login.workload not in names:
                at = f"{PROJECT}:{place}.logins.{label}.workload"
                problem = f"{shown(login.workload)} is no workload of {source.zone}"
                yield Fault(at, problem, listed(names), choose(login.workload, names))
    for zone, roles in sorted(config.acme_roles.items()):
        for role in roles:
            if role not in known.get(zone, []):
                at = f"{PROJECT}:acme_roles.{zone}"
                yield Fault(at, f"{shown(role)} is no workload of {zone}", listed(known.get(zone, [])), "add it to the zone's workloads")


def _unknown_agents(place: str, source: Cluster | Identities, names: list[str]) -> Iterator[Fault]:
    """Agents of a cluster that Vault has no role for; one that is named in two namespaces."""
    listing = source.agents if isinstance(source, Cluster) else {}
    places = [(namespace, name) for namespace, agents in sorted(listing.items()) for name in agents]
    known = [name.removeprefix("agent/") for name in names if name.startswith("agent/")]
    for namespace, name in places:
        at = f"{PROJECT}:{place}.agents.{namespace}"
        if name not in known:
            yield Fault(at, f"{shown(name)} is no agent of {source.zone}", listed(known), choose(name, known))
        elif sum(name == other for _, other in places) > 1:
            yield Fault(at, f"{shown(name)} is named more than once", "each agent once", "an agent runs in one namespace: keep that one")


def _meshes(config: VaultStackConfig) -> Iterator[Fault]:
    """Meshes of one trust domain: each could write the identities of the other."""
    found: dict[str, str] = {}
    for zone, parts in sorted(config.workloads.items()):
        for workload, inputs in sorted(parts.items()):
            if not inputs.get("mesh_namespaces"):
                continue
            domain, place = str(inputs.get("trust_domain", config.trust_domain)), f"{PROJECT}:workloads.{zone}.{workload}"
            if domain in found:
                fix = f"give the mesh of {zone} a trust_domain of its own"
                yield Fault(place, f"{domain} has a mesh already, at {found[domain]}", "one mesh of a cluster in each trust domain", fix)
            found.setdefault(domain, place)


def workloads(config: VaultStackConfig) -> dict[ZoneName, list[str]]:
    """What has certificates in each zone, agents included."""
    found: dict[ZoneName, list[str]] = {}
    for zone, parts in config.workloads.items():
        found.setdefault(zone, []).extend(parts)
    for zone, parts in config.agents.items():
        found.setdefault(zone, []).extend(f"agent/{name}" for name in parts)
    return {zone: sorted(names) for zone, names in found.items()}


def is_vault(config: Mapping[str, Any]) -> bool:
    """Whether a stack's configuration asks for this program."""
    return config.get(f"{PROJECT}:cloud") == CLOUD


def schema_text() -> str:
    """JSON Schema of the stack file: `python -m stacks.vault.settings` writes it."""
    return above.schema_text(VaultStackConfig, "AI Zones stack file of Vault")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
