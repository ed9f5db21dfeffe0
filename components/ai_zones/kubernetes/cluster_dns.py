"""What a cluster's resolver answers: its own services, and the private names that are listed. Every other name does not exist.

CoreDNS reads it from the ConfigMap `coredns`, which the cluster makes; this takes it over. Clusters whose resolver is another one (Cloud DNS on GKE) are closed by
their zone's own resolver. Images are fetched by the node, whose resolver is the zone's too.
Sources: Kubernetes documentation, "Customizing DNS service"; CoreDNS manual, "Configuration" (the longest zone wins), plugins `kubernetes`, `forward`,
`template`; DESIGN, theorem T5; NIST SP 800-81r3.
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.core import v1 as core

from ai_zones.inputs import ComponentInput, matches
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Host
from ai_zones.ordering import after, children_wait

NODE_RESOLVER = "/etc/resolv.conf"
"""The node's own resolver: that of the zone's network."""

_Resolver = Annotated[
    str, matches(r"\d{1,3}(?:\.\d{1,3}){3}|/etc/resolv\.conf", "an address, or /etc/resolv.conf for the node's own resolver")
]


class KubernetesClusterDnsArgs(TypedDict):
    """Inputs of `KubernetesClusterDns`."""

    domains: list[str]
    """Domains, with all below them, that are asked of the zone's resolver: those of private links and endpoints."""
    resolver: NotRequired[str]
    """Address of the zone's resolver. Default: /etc/resolv.conf, the node's own."""
    cluster_domain: NotRequired[str]
    """Domain of the cluster's services. Default: cluster.local."""


class ClusterDns(ComponentInput):
    """Parsed `KubernetesClusterDnsArgs`."""

    domains: list[Host]
    resolver: _Resolver = NODE_RESOLVER
    cluster_domain: Annotated[str, matches(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", "a domain, such as cluster.local")] = "cluster.local"

    @pydantic.field_validator("domains")
    @classmethod
    def _are_narrow(cls, value: list[str]) -> list[str]:
        if public := sorted(one for one in value if one.count(".") < 2 and not one.endswith(".internal")):
            raise ValueError(f"must be domains of private links or endpoints: {', '.join(public)} is too wide")
        return sorted(set(value))

    def corefile(self) -> str:
        """The Corefile: a block for the cluster, one for each domain, and one that denies the rest."""
        reverse = "in-addr.arpa ip6.arpa"
        own = [
            "errors", "health {", "    lameduck 5s", "}", "ready", f"kubernetes {self.cluster_domain} {reverse} {{", "    pods verified",
            "    ttl 30", "}", "prometheus :9153", "cache 30", "reload", "loadbalance",
        ]  # fmt: skip
        blocks = [_block(f"{self.cluster_domain}:53 in-addr.arpa:53 ip6.arpa:53", own)]
        blocks += [_block(f"{domain}:53", ["errors", f"forward . {self.resolver}", "cache 30"]) for domain in self.domains]
        blocks.append(_block(".:53", ["errors", "log . {", "    class denial", "}", "template ANY ANY . {", "    rcode NXDOMAIN", "}"]))
        return "".join(blocks)


def _block(zones: str, lines: list[str]) -> str:
    return "".join([f"{zones} {{\n", *(f"    {line}\n" for line in lines), "}\n"])


class KubernetesClusterDns(pulumi.ComponentResource):
    """CoreDNS's settings."""

    corefile: str
    """What it reads."""

    def __init__(self, name: str, args: KubernetesClusterDnsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ClusterDns.parse(name, args)
        super().__init__("ai-zones:index:KubernetesClusterDns", name, {}, children_wait(opts))
        self.corefile = given.corefile()
        core.ConfigMapPatch(
            child(name, "corefile"),
            metadata=metadata("coredns", "kube-system", annotations={"pulumi.com/patchForce": "true"}),
            data={"Corefile": self.corefile},
            opts=after(self),
        )
        self.register_outputs({"corefile": self.corefile})
