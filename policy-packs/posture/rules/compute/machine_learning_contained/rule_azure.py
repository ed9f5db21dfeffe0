"""Azure Machine Learning in zones: a network that lets out only what is approved, computes without addresses, logins or keys."""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false, must_be_set, must_be_true

WORKSPACE: Final = az("machinelearningservices:Workspace")
COMPUTE: Final = az("machinelearningservices:Compute")
OUTBOUND: Final = az("machinelearningservices:ManagedNetworkSettingsRule")
_NETWORK: Final = "managedNetwork"


@rule(*WORKSPACE, *COMPUTE, *OUTBOUND)
def check(look: Look) -> Iterator[Fault]:
    """A hub's project has its hub's network."""
    if not serves(look):
        return
    if look.resource.type in WORKSPACE:
        if look.text("hubResourceId") is None:
            fault = "lets computes open connections to anybody"
            yield from must_say(look, f"{_NETWORK}.isolationMode", ("allowonlyapprovedoutbound",), fault, default="Disabled")
            rules = look.value(f"{_NETWORK}.outboundRules")
            for name, one in rules.items() if isinstance(rules, Mapping) else ():
                if isinstance(one, Mapping) and "*" in str(one.get("destination")):
                    yield Fault(f"approves whole domains ({name})", f"{_NETWORK}.outboundRules")
            # "What is an Azure Machine Learning workspace?", associated resources: one is made when the first image is built, open to the public.
            yield from must_be_set(
                look, "containerRegistry", "builds its images into a registry that Azure makes for it, which nobody has closed"
            )
        yield from must_be_true(look, "hbiWorkspace", "shares diagnostics of what it computes with Microsoft")
        yield from must_be_false(look, "v1LegacyMode", "takes its commands over the network of everybody", default=False)
        yield from must_have_own_key(look)
    elif look.resource.type in OUTBOUND:
        if "*" in str(look.value("properties.destination")):
            yield Fault("approves whole domains", "properties.destination")
    else:
        yield from must_be_false(look, "properties.properties.enableNodePublicIp", "gives its nodes public addresses", default=True)
        yield from must_be_true(look, "properties.disableLocalAuth", "lets people in by keys of its own")
        for prop in ("properties.properties.remoteLoginPortPublicAccess", "properties.properties.sshSettings.sshPublicAccess"):
            yield from must_say(look, prop, ("disabled",), "can be logged in to over its public address", default="Disabled")
