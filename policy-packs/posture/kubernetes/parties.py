"""Who may be at the ends of a connection: pods of a cluster, and addresses outside of it.

Sources: Kubernetes documentation, "Network Policies" (pods, namespaces, ip blocks; host-network pods count as their node), "Namespaces"
(the label `kubernetes.io/metadata.name` is set by the server).
"""

from dataclasses import dataclass
from typing import Final

from posture.cached import cached_property
from posture.graph.addresses import ANY_V6, AddressSet
from posture.kubernetes.selectors import Labels
from posture.kubernetes.truth import Truth
from posture.record import record

NAME_LABEL: Final = "kubernetes.io/metadata.name"
POD_ADDRESSES: Final = AddressSet.parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10") | ANY_V6
"""Where pods have their addresses while nobody says it: RFC 1918, RFC 6598 (shared address space), any of IPv6."""


@dataclass(frozen=True, slots=True, eq=False)
class Namespace:
    """A namespace of a cluster; two are the same only if they are one."""

    key: str
    name: str | None
    """None when unknown."""
    labels: Labels

    @staticmethod
    def make(key: str, name: str | None, labels: Labels) -> "Namespace":
        """With the label that the server sets."""
        return Namespace(key, name, labels.also(NAME_LABEL, name) if name is not None else Labels(labels.known, False))


@record
class NamedPort:
    """A port that a container declares with a name."""

    name: str
    protocol: str
    port: int


@dataclass(frozen=True, eq=False)
class Pod:
    """Pods that are made from one template."""

    key: str
    name: str
    namespace: Namespace
    labels: Labels
    ports: tuple[NamedPort, ...] | None = ()
    """Named ports; None when they are unknown."""
    on_host: Truth = False
    """Whether it uses its node's network, where no policy holds."""
    addresses: AddressSet = POD_ADDRESSES
    exact: bool = False
    """Whether it has every one of the addresses (then it is one address, as a rule), or one of them."""

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """What two pods have in common when no policy tells them apart."""
        return (self.namespace.key, self.labels.signature, self.ports, self.on_host, self.addresses, self.exact)


@record
class Outside:
    """Addresses outside of the cluster, all of which are meant."""

    addresses: AddressSet

    @property
    def signature(self) -> tuple[object, ...]:
        """What two of them have in common."""
        return (self.addresses,)


Party = Pod | Outside
