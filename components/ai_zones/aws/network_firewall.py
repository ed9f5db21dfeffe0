"""AWS Network Firewall: TLS to the approved providers' names, and nothing else, leaves the network.

What it sees: without TLS inspection the firewall reads the server name (SNI) that the client claims in its ClientHello, and trusts it; a
client that lies about the name is stopped only by the inspector in front and by the resolver's allow-list. With TLS inspection it opens
the connection with your CA, and checks that the server's certificate bears that name.

Sources: AWS Network Firewall Developer Guide, "Stateful domain list rule groups", "Managing evaluation order for Suricata compatible
rules" (strict order; `drop established` lets the TCP handshake pass, as the name comes only after it), "Considerations when working with
TLS inspection configurations" (a policy gets one when it is created), "Encryption at rest", "Firewall settings"; API Reference (names
of 1-128 letters, digits and hyphens; capacity can't change).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import networkfirewall

from ai_zones.aws.log_groups import Log, build_log_group
from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.tags import tags_for

MAX_NAME = 128
SHAPE_CAPACITY = 20
SHAPE_PRIORITY = 100
PROVIDERS_PRIORITY = 200
TLS_PORT = 443
TCP = 6


def shape_rules(port: int = TLS_PORT) -> str:
    """Suricata rules that drop all that isn't TLS to one port, before the domain list is asked.

    `drop established` alone would let the first packet of every UDP or ICMP exchange out.
    """
    rules = (
        ("drop udp $HOME_NET any -> any any", 'msg:"UDP may not leave";'),
        ("drop icmp $HOME_NET any -> any any", 'msg:"ICMP may not leave";'),
        (f"drop tcp $HOME_NET any -> any !{port}", f'msg:"only port {port} may be reached"; flow:to_server;'),
        ("drop http $HOME_NET any -> any any", 'msg:"plain HTTP"; flow:to_server,established;'),
    )
    return "\n".join(f"{head} ({options} sid:{sid}; rev:1;)" for sid, (head, options) in enumerate(rules, start=1))


def domain_targets(fqdns: Iterable[str]) -> list[str]:
    """Providers' names as a domain list writes them. `*.example.com` becomes `.example.com`, which matches example.com too."""
    return sorted({name.lower().removeprefix("*") for name in fqdns})


def default_actions(*, allow_split_client_hello: bool) -> list[str]:
    """What happens to packets that no rule matches: dropped, and reported."""
    layer = "_app_layer" if allow_split_client_hello else ""
    return [f"aws:drop_established{layer}", f"aws:alert_established{layer}"]


def endpoint_in(statuses: Any, availability_zone: str) -> str:
    """Id of the firewall's endpoint in an availability zone: routes must stay in their own zone, or replies would miss the firewall."""
    for status in statuses or []:
        for state in status.sync_states or []:
            if state.availability_zone == availability_zone and state.attachments:
                return str(state.attachments[0].endpoint_id)
    raise ValueError(f"the firewall reports no endpoint in {availability_zone}")


@dataclass(frozen=True)
class FirewallSpec:
    """What to build, all of it known before anything exists, but for the ids."""

    zone: str
    home: str
    """Range of the protected network: Suricata's HOME_NET."""
    fqdns: tuple[str, ...]
    rule_capacity: int
    allow_split_client_hello: bool
    deletion_protection: bool
    retention_days: int
    kms_key_arn: Any
    tls_inspection_ca_arn: Any
    extra_tags: Mapping[str, str]


class FirewallBuilder:
    """Builds the firewall's parts under one component."""

    def __init__(self, name: str, spec: FirewallSpec, parent: pulumi.Resource) -> None:
        self._name = name
        self._spec = spec
        self._parent = parent
        self._opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)

    def build(self, vpc_id: pulumi.Input[str], subnet_ids: Iterable[pulumi.Input[str]]) -> networkfirewall.Firewall:
        """Firewall with one endpoint in each of the subnets, its policy, and its logs."""
        spec = self._spec
        policy = self._policy()
        firewall = networkfirewall.Firewall(
            child(self._name, "firewall"),
            name=self._label("firewall"),
            description=f"Lets {self._name} reach its approved providers only",
            vpc_id=vpc_id,
            subnet_mappings=[{"subnet_id": subnet, "ip_address_type": "IPV4"} for subnet in subnet_ids],
            firewall_policy_arn=policy.arn,
            delete_protection=spec.deletion_protection,
            subnet_change_protection=spec.deletion_protection,
            firewall_policy_change_protection=spec.deletion_protection,
            encryption_configuration=self._encryption(),
            tags=self._tags("firewall"),
            opts=pulumi.ResourceOptions(parent=self._parent, protect=spec.deletion_protection, delete_before_replace=True),
        )
        self._logging(firewall)
        return firewall

    def _policy(self) -> networkfirewall.FirewallPolicy:
        spec = self._spec
        groups = [(SHAPE_PRIORITY, self._shape())]
        if spec.fqdns:
            groups.append((PROVIDERS_PRIORITY, self._providers()))
        # A policy gets TLS inspection only when it is created, so the two kinds have different names and replace each other.
        parts: tuple[str, ...] = ("egress",)
        inspection: dict[str, Any] = {}
        if spec.tls_inspection_ca_arn is not None:
            parts = ("egress", "inspected")
            inspection = {"tls_inspection_configuration_arn": self._tls_inspection().arn, "enable_tls_session_holding": True}
        return networkfirewall.FirewallPolicy(
            child(self._name, "firewall-policy"),
            name=self._label(*parts),
            description="Drops what no rule passes",
            firewall_policy={
                "policy_variables": {"rule_variables": [{"key": "HOME_NET", "ip_set": {"definitions": [spec.home]}}]},
                "stateless_default_actions": ["aws:forward_to_sfe"],
                "stateless_fragment_default_actions": ["aws:drop"],
                "stateful_engine_options": {"rule_order": "STRICT_ORDER", "stream_exception_policy": "DROP"},
                "stateful_default_actions": default_actions(allow_split_client_hello=spec.allow_split_client_hello),
                "stateful_rule_group_references": [{"priority": priority, "resource_arn": group.arn} for priority, group in groups],
                **inspection,
            },
            encryption_configuration=self._encryption(),
            tags=self._tags("firewall-policy"),
            opts=pulumi.ResourceOptions(parent=self._parent),
        )

    def _shape(self) -> networkfirewall.RuleGroup:
        return self._rule_group("shape", SHAPE_CAPACITY, {"rules_string": shape_rules()})

    def _providers(self) -> networkfirewall.RuleGroup:
        names = {"generated_rules_type": "ALLOWLIST", "target_types": ["TLS_SNI"], "targets": domain_targets(self._spec.fqdns)}
        return self._rule_group("providers", self._spec.rule_capacity, {"rules_source_list": names})

    def _rule_group(self, label: str, capacity: int, source: dict[str, Any]) -> networkfirewall.RuleGroup:
        return networkfirewall.RuleGroup(
            child(self._name, "firewall-rules", label),
            # The capacity is part of the name: it can't change, so a new capacity is a new group, made before the old one goes.
            name=self._label(label, str(capacity)),
            type="STATEFUL",
            capacity=capacity,
            rule_group={"rules_source": source, "stateful_rule_options": {"rule_order": "STRICT_ORDER"}},
            encryption_configuration=self._encryption(),
            tags=self._tags("firewall-rules", label),
            opts=pulumi.ResourceOptions(parent=self._parent),
        )

    def _tls_inspection(self) -> networkfirewall.TlsInspectionConfiguration:
        return networkfirewall.TlsInspectionConfiguration(
            child(self._name, "tls-inspection"),
            name=self._label("tls"),
            description="Opens TLS to providers",
            tls_inspection_configuration={
                "server_certificate_configuration": {
                    "certificate_authority_arn": self._spec.tls_inspection_ca_arn,
                    "check_certificate_revocation_status": {"revoked_status_action": "REJECT", "unknown_status_action": "REJECT"},
                    "scopes": [
                        {
                            "protocols": [TCP],
                            "sources": [{"address_definition": self._spec.home}],
                            "source_ports": [{"from_port": 0, "to_port": 65535}],
                            "destinations": [{"address_definition": "0.0.0.0/0"}],
                            "destination_ports": [{"from_port": TLS_PORT, "to_port": TLS_PORT}],
                        }
                    ],
                }
            },
            encryption_configurations=[self._encryption()],
            tags=self._tags("tls-inspection"),
            opts=self._opts,
        )

    def _encryption(self) -> dict[str, Any]:
        return {"type": "CUSTOMER_KMS", "key_id": self._spec.kms_key_arn}

    def _logging(self, firewall: networkfirewall.Firewall) -> None:
        kinds = {"ALERT": Log.FIREWALL_ALERTS, "FLOW": Log.FIREWALL_FLOWS}
        if self._spec.tls_inspection_ca_arn is not None:
            kinds["TLS"] = Log.FIREWALL_TLS
        destinations = []
        for kind, log in kinds.items():
            group = build_log_group(
                self._name,
                log,
                zone=self._spec.zone,
                kms_key_arn=self._spec.kms_key_arn,
                retention_days=self._spec.retention_days,
                deletion_protection=self._spec.deletion_protection,
                extra_tags=self._spec.extra_tags,
                parent=self._parent,
            )
            destinations.append({"log_type": kind, "log_destination_type": "CloudWatchLogs", "log_destination": {"logGroup": group.name}})
        networkfirewall.LoggingConfiguration(
            child(self._name, "firewall-logging"),
            firewall_arn=firewall.arn,
            logging_configuration={"log_destination_configs": destinations},
            opts=self._opts,
        )

    def _label(self, *parts: str) -> str:
        return physical_name(self._name, *parts, limit=MAX_NAME)

    def _tags(self, *parts: str) -> dict[str, str]:
        return tags_for(self._spec.zone, child(self._name, *parts), extra=self._spec.extra_tags)
