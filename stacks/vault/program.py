"""The stack `vault-pki`: certificates, identities and short-lived credentials of the plan's zones on one server of OpenBao or Vault.

The server itself stands already, in the management zone: unsealed by a cloud's key, with two audit devices, reached by TLS. The program logs in by what
the environment gives (`VAULT_TOKEN`, of minutes, from an OIDC login of the pipeline); no token stands in a file.
Sources: Vault documentation, "Production hardening"; Pulumi registry, "Vault: installation & configuration"; DESIGN principle 12.
"""

import os
from collections.abc import Mapping
from typing import Any, Final, cast

import pulumi
import pulumi_vault

from ai_zones import vault
from ai_zones.identities import agent_service, agent_workload, issuer_account, issuer_audience, role_name
from ai_zones.plan import ZoneName
from stacks.starting import one_message
from stacks.vault.config import Cluster, Identities
from stacks.vault.settings import VaultSettings

PASSWORD: Final = "AI_ZONES_DATABASE_PASSWORD"  # noqa: S105 the name of a variable


_MOUNTING: Final = {"root", "pki", "cert", "fields", "vectors"}
_LOGINS: Final = ("cluster-", "identities-")


def build(stack: str, config: Mapping[str, Any]) -> None:
    """Build the stack. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = VaultSettings.from_config(stack, config)
    _Builder(settings).build()


class _Builder:
    def __init__(self, settings: VaultSettings) -> None:
        self._given = settings.config
        self._name = f"{settings.plan.organization}-{settings.plan.environment}-vault"
        self._removable = {"removable": not self._given.deletion_protection}
        self._mounts: list[pulumi.Resource] = []
        provider = pulumi_vault.Provider(f"{self._name}-server", address=self._given.address)
        self._here = pulumi.ResourceOptions(providers=[provider])

    def build(self) -> None:
        """Everything, in the order in which it is needed."""
        given = self._given
        audit = self._make(vault.VaultAudit, "audit", {"server": given.server, **given.audit, **self._removable})
        ends: dict[str, str] = {}
        pki = self._pki(ends)
        cert = self._make(vault.VaultCertAuth, "cert", self._removable)
        policies = self._workloads(pki)
        policies |= self._agents(pki, cert)
        self._logins(policies, [pki])
        pulumi.export("audit_configuration", audit.server_config)
        pulumi.export("waiting_for", self._stores())
        # A limit of a mount that is not there yet is refused.
        self._make(vault.VaultLimits, "limits", given.limits, self._mounts)
        alarms = self._make(vault.VaultExpiryAlarms, "alarms", {"ends": ends, **given.alarms})
        pulumi.export("rotations_due", alarms.due)
        pulumi.export("alarm_rules", alarms.prometheus_rules)

    def _make(self, kind: Any, label: str, inputs: Mapping[str, Any], after: list[pulumi.Resource] | None = None) -> Any:
        options = pulumi.ResourceOptions.merge(self._here, pulumi.ResourceOptions(depends_on=after or []))
        made = kind(f"{self._name}-{label}", cast(Any, dict(inputs)), options)
        if label in _MOUNTING or label.startswith(_LOGINS):
            self._mounts.append(made)
        return made

    def _pki(self, ends: dict[str, str]) -> vault.VaultPki:
        given = self._given
        signed: dict[str, Any] = {}
        awaited: list[pulumi.Resource] = []
        if given.root is not None:
            root = self._make(vault.VaultPkiRoot, "root", {"server": given.server, **given.root, **self._removable})
            signed, awaited = {"root_mount": root.mount, "root_expires_on": root.expires_on}, [root]
            ends["root"] = root.expires_on
            pulumi.export("root_certificate", root.certificate)
        inputs = {"trust_domain": given.trust_domain, "address": given.address, "server": given.server, **given.pki}
        pki: vault.VaultPki = self._make(vault.VaultPki, "pki", {**inputs, **signed, **self._removable}, awaited)
        ends |= pki.expires_on
        pulumi.export("issuer_certificate", pki.certificate)
        if given.root is None:
            pulumi.export("requests_to_sign", pki.requests)
            pulumi.export("constraints_to_sign", pki.constraints)
        return pki

    def _workloads(self, pki: vault.VaultPki) -> dict[tuple[ZoneName, str], str]:
        given, found = self._given, dict[tuple[ZoneName, str], str]()
        made: list[pulumi.Resource] = [pki]
        for zone, parts in sorted(given.workloads.items()):
            for workload, inputs in sorted(parts.items()):
                common = {"zone": zone.value, "workload": workload, "trust_domain": given.trust_domain, "mount": pki.mount}
                role = self._make(
                    vault.VaultPkiRole, f"role-{role_name(zone, workload)}", {**common, "server": given.server, **inputs}, [pki]
                )
                found[zone, workload] = role.policy
                made.append(role)
        if given.acme_roles:
            roles = sorted(role_name(zone, one) for zone, names in given.acme_roles.items() for one in names)
            self._make(vault.VaultAcme, "acme", {"roles": roles, "mount": pki.mount, "server": given.server}, made)
        return found

    def _agents(self, pki: vault.VaultPki, cert: vault.VaultCertAuth) -> dict[tuple[ZoneName, str], str]:
        given, found, identities = self._given, dict[tuple[ZoneName, str], str](), dict[str, str]()
        common = {"trust_domain": given.trust_domain, "pki_mount": pki.mount, "cert_mount": cert.mount, "server": given.server}
        for zone, parts in sorted(given.agents.items()):
            for name, inputs in sorted(parts.items()):
                args = {"zone": zone.value, "agent": name, "ca_certificate": pki.bundle, **common, **inputs}
                agent = self._make(vault.VaultAgent, f"agent-{zone}-{name}", args, [pki, cert])
                found[zone, agent_workload(name)] = agent.certificate_policy
                identities[agent.spiffe_id] = agent.job_path
        pulumi.export("agents", identities)
        return found

    def _logins(self, policies: Mapping[tuple[ZoneName, str], str], after: list[pulumi.Resource]) -> None:
        given = self._given

        def logins(source: Cluster | Identities) -> dict[str, Any]:
            return {label: {**login.inputs, "policies": [policies[source.zone, login.workload]]} for label, login in source.logins.items()}

        for name, cluster in sorted(given.clusters.items()):
            known = {**logins(cluster), **_issuers(cluster, policies)}
            inputs = {**cluster.inputs, "mount": name, "logins": known, **self._removable}
            self._make(vault.VaultKubernetesAuth, f"cluster-{name}", inputs, after)
        for name, issuer in sorted(given.identities.items()):
            inputs = {**issuer.inputs, "mount": name, "logins": logins(issuer), **self._removable}
            self._make(vault.VaultJwtAuth, f"identities-{name}", inputs, after)

    def _stores(self) -> list[str]:
        """Database and field keys; what is left out, and what for."""
        given = self._given
        if given.field_keys is not None:
            self._make(vault.VaultFieldKeys, "fields", {**given.field_keys, **self._removable})
        if given.database is None:
            return []
        password = given.database_password or os.environ.get(PASSWORD)
        if not password:
            told = f"database: no first password; `pulumi config set --secret ai-zones:database_password`, or {PASSWORD} in the environment"
            pulumi.log.warn(f"left out, {told}")
            return [told]
        policy = self._make(vault.VaultPasswordPolicy, "passwords", {})
        inputs = {"password_policy": policy.policy, **given.database, **self._removable, "manager_password": pulumi.Output.secret(password)}
        vectors = self._make(vault.VaultVectorDatabase, "vectors", inputs, [policy])
        pulumi.export("database_preparation", vectors.preparation)
        return []


def _issuers(cluster: Cluster, policies: Mapping[tuple[ZoneName, str], str]) -> dict[str, Any]:
    """The issuer of each agent in the cluster, as the stack of the cluster names it: its account gets the agent's certificate and nothing else."""
    found: dict[str, Any] = {}
    for namespace, names in sorted(cluster.agents.items()):
        for name in sorted(names):
            issuer, workload = agent_service(name), agent_workload(name)
            who = {"service_account": issuer_account(issuer), "namespace": namespace, "audience": issuer_audience(namespace, issuer)}
            found[issuer] = {**who, "policies": [policies[cluster.zone, workload]]}
    return found
