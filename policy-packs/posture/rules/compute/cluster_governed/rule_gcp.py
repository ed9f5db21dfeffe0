"""Clusters of zones take fixes, keep their nodes inside, name who asks their control plane, and let the network see all their traffic.

Sources: Google Kubernetes Engine documentation, "Harden your cluster's security", "Auto-upgrading nodes" (on unless it is switched off), "About
network isolation in GKE" (authorized networks; nodes of a pool may be public beside a private cluster), "Set up intranode visibility" (off on
Standard; without it packets between pods of one node pass neither flow logs nor firewall rules), "Protecting cluster metadata" (legacy endpoints),
"Disable the kubelet read-only port" (port 10255, off in clusters made since 1.32), "Restrict default roles and groups" (bindings to anonymous callers),
"Understand cluster resource usage with GKE usage metering", "Configure logging and monitoring for GKE" (both on unless
they are switched off; one property is the older form of the other), "Alpha clusters" (never upgraded, deleted after 30 days), "Node images" (the root
of Container-Optimized OS is read-only and verified as it boots). CIS Google Kubernetes Engine Benchmark 5.5.1, 5.5.2, 5.7.1.
"""

import ipaddress
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import GKE, POOL, autopilot, nodes
from posture.rules.gcp_words import items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_set, must_be_true
from posture.values import is_unknown

_ALLOWED: Final = "masterAuthorizedNetworksConfig"
_WIDEST: Final = 16
"""Bits: no subnet of operators is wider than a network's own range."""
_SEALED: Final = ("COS", "COS_CONTAINERD")
"""Images whose root nobody writes to; left out, Google takes the second."""
_ANYBODY: Final = {
    "enableInsecureBindingSystemUnauthenticated": "callers whom nobody knows",
    "enableInsecureBindingSystemAuthenticated": "everybody with an account at Google",
}
_OLDER: Final = {"loggingService": "keeps no logs", "monitoringService": "is watched by nobody"}
_NEWER: Final = {"loggingConfig": "keeps no logs", "monitoringConfig": "is watched by nobody"}


@rule(*GKE, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """What Google switches on by itself only counts where it is switched off."""
    if look.zone is None:
        return
    for node in nodes(look):
        if look.flag(f"{node}.metadata.disable-legacy-endpoints") is False:
            yield Fault(
                "has nodes that tell their credentials to whoever asks without a header", f"{node}.metadata.disable-legacy-endpoints"
            )
        if look.text(f"{node}.workloadMetadataConfig.mode") in ("GCE_METADATA", "MODE_UNSPECIFIED"):
            yield Fault("lets its workloads reach the identities of their nodes", f"{node}.workloadMetadataConfig.mode")
        port = f"{node}.kubeletConfig.insecureKubeletReadonlyPortEnabled"
        if str(look.value(port)).lower() == "true":
            yield Fault("has nodes that tell about their pods to whoever asks", port)
        image = look.text(f"{node}.imageType")
        if isinstance(image, str) and image.upper() not in ("", *_SEALED):
            yield Fault(f"has nodes whose system can be written to ({image})", f"{node}.imageType")
    if look.resource.type in POOL:
        yield from must_be_true(look, "networkConfig.enablePrivateNodes", "has nodes with external addresses", default=True)
        yield from must_be_true(look, "management.autoUpgrade", "takes no security fixes by itself", default=True)
        yield from must_be_true(look, "management.autoRepair", "leaves broken nodes as they are", default=True)
        return
    if look.text("releaseChannel.channel") == "UNSPECIFIED":
        yield Fault("takes no security fixes by itself", "releaseChannel.channel")
    default_port = "nodePoolDefaults.nodeConfigDefaults.insecureKubeletReadonlyPortEnabled"
    if str(look.value(default_port)).lower() == "true":
        yield Fault("has nodes that tell about their pods to whoever asks", default_port)
    for prop, whom in _ANYBODY.items():
        if look.flag(f"rbacBindingConfig.{prop}") is True:
            yield Fault(f"lets roles be bound to {whom}", f"rbacBindingConfig.{prop}")
    yield from must_be_false(
        look, "enableKubernetesAlpha", "takes no upgrades at all, and is deleted within 30 days: it is an alpha cluster"
    )
    for prop, fault in _OLDER.items():
        if look.text(prop) == "none":
            yield Fault(fault, prop)
    for prop, fault in _NEWER.items():
        if look.value(f"{prop}.enableComponents") == []:
            yield Fault(fault, f"{prop}.enableComponents")
    if not autopilot(look):
        yield from must_be_true(look, "enableIntranodeVisibility", "hides packets between pods of one node from flow logs and firewall")
    usage = "resourceUsageExportConfig.bigqueryDestination.datasetId"
    if look.value(usage) is not None and not look.targets(usage):
        yield Fault("writes who runs what into a dataset that the stack doesn't have", usage)
    yield from _control_plane(look)


def _control_plane(look: Look) -> Iterator[Fault]:
    """Who may ask for the control plane, where it has an address at all."""
    if look.flag("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled") is False:
        return
    yield from must_be_set(look, _ALLOWED, "lets everybody in its network ask its control plane")
    if look.flag(f"{_ALLOWED}.gcpPublicCidrsAccessEnabled") is True:
        yield Fault("lets everybody's machines at Google ask its control plane", f"{_ALLOWED}.gcpPublicCidrsAccessEnabled")
    for block in items(look, f"{_ALLOWED}.cidrBlocks"):
        prop = f"{block}.cidrBlock"
        text = look.text(prop)
        if is_unknown(text):
            yield cannot_tell(prop, "who may ask its control plane")
        elif isinstance(text, str) and _wide(text):
            yield Fault(f"lets {text} ask its control plane", prop)


def _wide(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return True
    return network.prefixlen < _WIDEST or (network.is_global and network.num_addresses > 1)
