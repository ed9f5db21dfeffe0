"""The program of a stack in a cluster: what every cluster needs, then its zones' namespaces, then the programs in them.

The order is that of trust: certificates before the mesh that asks for them, the mesh before namespaces that join it, admission before any program.
Sources: docs/decisions/0014; DESIGN, "A Kubernetes cluster belongs to one zone".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import pulumi

from ai_zones import kubernetes as k8s
from ai_zones.identities import agent_service, agent_workload, role_name
from ai_zones.plan import ZoneName
from stacks.kubernetes.cluster import provider_of
from stacks.kubernetes.settings import KubernetesSettings
from stacks.starting import one_message

Waits = Sequence[pulumi.Resource]

_PROGRAMS: Final[Mapping[str, Any]] = {
    "tool_servers": k8s.KubernetesToolServer,
    "tool_access": k8s.KubernetesToolAccess,
    "deidentification": k8s.KubernetesDeidentificationProxy,
}
"""Key of the file → component that takes its inputs as they stand, and the trust domain."""


def build(stack: str, config: Mapping[str, Any]) -> None:
    """Build the stack. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = KubernetesSettings.from_config(stack, config)
        builder = _Builder(settings)
    builder.build()


class _Builder:
    def __init__(self, settings: KubernetesSettings) -> None:
        self._settings, self._given = settings, settings.config
        self._removable = {"removable": not self._given.deletion_protection}
        self._trust = {"trust_domain": self._given.trust_domain}
        self._logins: dict[str, dict[str, str]] = {}
        self._here = pulumi.ResourceOptions(providers=[provider_of(settings, self._name("cluster"))])

    def build(self) -> None:
        """Everything, in the order in which it is needed."""
        given = self._given
        if given.dns is not None:
            self._make(k8s.KubernetesClusterDns, "dns", given.dns)
        sandboxes = [self._make(k8s.KubernetesSandbox, name, inputs) for name, inputs in sorted(given.sandboxes.items())]
        charts = {"chart_repository": given.chart_repository, **self._removable}
        certificates = self._make(k8s.KubernetesCertManager, "cert-manager", {**charts, **given.cert_manager})
        mesh = self._mesh(charts, [certificates])
        signers = {**charts, "registries": given.registries, **given.signatures}
        signatures = self._make(k8s.KubernetesImageSignatures, "signatures", signers)
        rules = {"registries": given.registries, "unsigned_namespaces": self._unsigned(), **given.admission, **self._removable}
        admission = self._make(k8s.KubernetesAdmission, "admission", rules, [certificates, mesh, signatures])
        spaces = self._namespaces([mesh, signatures])
        self._make(k8s.KubernetesPlatformNetwork, "platform", self._platform(certificates.namespace), [certificates, mesh, signatures])
        flows = self._flows(spaces)
        quarantine = self._quarantine(spaces)
        self._programs([*spaces, *sandboxes, admission, flows, quarantine])
        pulumi.export("namespaces", {zone.value: sorted(names) for zone, names in given.namespaces.items()})
        pulumi.export("admission", admission.policy_names)
        pulumi.export("quarantine_label", quarantine.label)
        pulumi.export("flows_left_out", flows.left_out)
        # What the file of the stack `vault-pki` asks of each login from this cluster.
        pulumi.export("vault_logins", dict(sorted(self._logins.items())))

    def _name(self, *parts: str) -> str:
        plan = self._settings.plan
        return "-".join([plan.organization, plan.environment, *parts])

    def _make(self, kind: Any, label: str, inputs: Mapping[str, Any], after: Waits = ()) -> Any:
        options = pulumi.ResourceOptions.merge(self._here, pulumi.ResourceOptions(depends_on=list(after)))
        return kind(self._name(label), cast(Any, dict(inputs)), options)

    def _unsigned(self) -> list[str]:
        spaces = ((name, inputs) for named in self._given.namespaces.values() for name, inputs in named.items())
        return sorted(name for name, inputs in spaces if inputs.get("images_signed") is False)

    def _platform(self, certificates: str) -> dict[str, Any]:
        meshed: dict[str, set[str]] = {}
        for zone, spaces in self._given.namespaces.items():
            for name, inputs in spaces.items():
                if inputs.get("in_mesh") is not False:
                    meshed.setdefault(zone.value, set()).add(name)
        # A model's namespace is its own, and in the mesh. What is no text its component refuses.
        for inputs in self._given.models.values():
            zone_text, named = inputs.get("zone", ZoneName.INFERENCE.value), inputs.get("namespace")
            if isinstance(zone_text, str) and isinstance(named, str):
                meshed.setdefault(zone_text, set()).add(named)
        return {
            "mesh_namespaces": {zone: sorted(names) for zone, names in meshed.items()},
            "vault_cidrs": self._given.vault.cidrs,
            "vault_port": self._given.vault.port,
            "cert_manager_namespace": certificates,
            **self._given.platform,
        }

    def _issuer(self) -> dict[str, Any]:
        vault = self._given.vault
        return {
            "vault_host": vault.host,
            "vault_port": vault.port,
            "login_mount": vault.login_mount,
            "cluster_audience": vault.cluster_audience,
            "ca_certificate": vault.ca_certificate,
        }

    def _mesh(self, charts: Mapping[str, Any], after: Waits) -> k8s.KubernetesMesh:
        zone = min(self._given.namespaces, key=list(ZoneName).index).value
        inputs = dict(self._given.mesh)
        issuer = {
            "sign_path": f"{self._given.vault.pki_mount}/sign/{zone}-mesh",
            "role": "mesh",
            **self._issuer(),
            **inputs.pop("issuer", {}),
        }
        mesh: k8s.KubernetesMesh = self._make(
            k8s.KubernetesMesh, "mesh", {**charts, **self._trust, "zone": zone, **inputs, "issuer": issuer}, after
        )
        self._logins["mesh"] = {"namespace": "istio-system", "service_account": mesh.issuer_account, "audience": mesh.issuer_audience}
        return mesh

    def _namespaces(self, after: Waits) -> list[pulumi.Resource]:
        made: list[pulumi.Resource] = []
        for zone, spaces in self._given.namespaces.items():
            for name, inputs in sorted(spaces.items()):
                args = {"zone": zone.value, "namespace": name, **inputs, **self._removable}
                made.append(self._make(k8s.KubernetesZoneNamespace, name, args, after))
        return made

    def _flows(self, after: Waits) -> k8s.KubernetesPlanFlows:
        given = self._given
        namespaces = {zone: sorted(names) for zone, names in given.namespaces.items()}
        inputs = {"plan": self._settings.plan, "namespaces": namespaces, **self._trust, **given.flows.model_dump()}
        flows: k8s.KubernetesPlanFlows = self._make(k8s.KubernetesPlanFlows, "flows", inputs, after)
        return flows

    def _quarantine(self, after: Waits) -> k8s.KubernetesQuarantine:
        spaces = {zone.value: sorted(names) for zone, names in self._given.namespaces.items()}
        inputs = {"namespaces": spaces, **self._given.quarantine, **self._removable}
        made: k8s.KubernetesQuarantine = self._make(k8s.KubernetesQuarantine, "quarantine", inputs, after)
        return made

    def _programs(self, after: Waits) -> None:
        given = self._given
        vault = {
            "zone": "management",
            "service": "vault",
            "port": given.vault.port,
            "hosts": [given.vault.host],
            "cidrs": given.vault.cidrs,
        }
        for name, inputs in sorted(given.models.items()):
            self._make(k8s.KubernetesInferenceServer, name, {**self._trust, **inputs, **self._removable}, after)
        for key, kind in _PROGRAMS.items():
            for name, inputs in sorted(getattr(given, key).items()):
                self._make(kind, name, {**self._trust, **inputs}, after)
        for name, inputs in sorted(given.vector_clients.items()):
            self._make(k8s.KubernetesVectorClient, name, {**self._trust, "vault": vault, **inputs}, after)
        providers = sorted(host for one in self._settings.plan.providers.values() for host in one.fqdns)
        for name, inputs in sorted(given.gateways.items()):
            self._make(k8s.KubernetesLlmGateway, name, {**self._trust, "providers": providers, **inputs}, after)
        for name, inputs in sorted(given.agents.items()):
            self._agent(name, inputs, vault, after)

    def _agent(self, name: str, inputs: Mapping[str, Any], vault: Mapping[str, Any], after: Waits) -> None:
        """An agent, and an issuer of its own: its role in Vault signs for it and for nobody else."""
        zone, namespace, label = inputs.get("zone", ZoneName.INFERENCE.value), inputs.get("namespace", ""), agent_service(name)
        issuer = self._make(
            k8s.KubernetesCertificateIssuer,
            f"{label}-issuer",
            {
                "zone": zone,
                "namespace": namespace,
                "issuer": label,
                "sign_path": f"{self._given.vault.pki_mount}/sign/{role_name(zone, agent_workload(name))}",
                "role": label,
                **self._issuer(),
            },
            after,
        )
        self._logins[label] = {"namespace": namespace, "service_account": issuer.account, "audience": issuer.audience}
        args = {**self._trust, "agent": name, "issuer": issuer.issuer, "vault": vault, **inputs}
        self._make(k8s.KubernetesAgent, label, args, [*after, issuer])
