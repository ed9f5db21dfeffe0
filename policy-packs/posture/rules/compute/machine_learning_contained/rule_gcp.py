"""Notebooks in zones have no external address, no root, and disks under a key of one's own; models in zones are reached privately and call nobody."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.names import project_called
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import UNKNOWN, Unknown, is_unknown

WORKBENCH: Final = gcp("workbench:Instance")
ENDPOINT: Final = gcp("vertex:AiEndpoint")
GARDEN: Final = gcp("vertex:AiEndpointWithModelGardenDeployment")
INDEX_ENDPOINT: Final = gcp("vertex:AiIndexEndpoint")
DEPLOYED: Final = gcp("vertex:AiIndexEndpointDeployedIndex")
_FEATURES: Final = (
    ("notebook-disable-downloads", "true", "false", "lets its users save files on machines of their own"),
    ("notebook-disable-nbconvert", "true", "false", "lets its users export notebooks, with what they show, to machines of their own"),
    ("serial-port-logging-enable", "false", "false", "writes its console into logs"),
    ("serial-port-enable", "false", "false", "opens its console to whoever has a key of the machine"),
    ("enable-oslogin", "true", "true", "takes logins that no grant decides on: it leaves OS Login, whatever the project says"),
)
"""Metadata, what it must say, what silence says ("Manage features through metadata")."""
_LINK: Final = "privateServiceConnectConfig"
_PSC: Final = f"{_LINK}.enablePrivateServiceConnect"


@rule(*WORKBENCH, *ENDPOINT, *GARDEN, *INDEX_ENDPOINT, *DEPLOYED)
def check(look: Look) -> Iterator[Fault]:
    """Vertex AI Workbench documentation, "Create an instance" (networking), "Manage features through metadata", "Customer-managed encryption keys".

    Vertex AI documentation, "Choose an endpoint type": behind a public endpoint a model has the internet; a dedicated one is outside of perimeters.
    """
    if look.zone is None:
        return
    if look.resource.type in WORKBENCH:
        yield from _notebook(look)
        return
    if look.resource.type in DEPLOYED:
        # Vertex AI documentation, "Vector Search: JWT authentication": without it whoever reaches the endpoint searches it.
        issuers = look.value("deployedIndexAuthConfig.authProvider.allowedIssuers")
        if issuers in (None, []):
            yield Fault("is searched by whoever reaches it: it asks for no token", "deployedIndexAuthConfig")
        elif look.value("deployedIndexAuthConfig.authProvider.audiences") in (None, []):
            said = "takes tokens that were made for somebody else: it names no audience"
            yield Fault(said, "deployedIndexAuthConfig.authProvider.audiences")
        return
    base = "endpointConfig." if look.resource.type in GARDEN else ""
    yield from must_be_false(look, "publicEndpointEnabled", "is searched from the internet")
    if look.value("network") is None and look.resource.type not in INDEX_ENDPOINT:
        yield from must_be_true(look, f"{base}{_PSC}", "serves its model by a public endpoint, from which the model reaches the internet")
    if look.resource.type in ENDPOINT and look.flag(f"{_LINK}.enableSecurePrivateServiceConnect") is not True:
        yield from _callers(look)
    yield from must_be_false(
        look, f"{base}dedicatedEndpointEnabled", "serves its model outside of every perimeter (a dedicated public endpoint)"
    )


def _callers(look: Look) -> Iterator[Fault]:
    """Vertex AI API, "PrivateServiceConnectConfig": without the secure kind nobody is asked who calls; a road lets networks by, no callers."""
    listed = look.texts(f"{_LINK}.projectAllowlists")
    for project in [UNKNOWN] if isinstance(listed, Unknown) else listed:
        if is_unknown(project):
            yield cannot_tell(f"{_LINK}.projectAllowlists", "whether it answers another zone")
        elif isinstance(project, str) and len(targets := project_called(look.scene.builder, project).targets) == 1:
            theirs = look.scene.classifier.zone(targets[0]).zone
            if theirs is not None and theirs is not look.zone:
                said = f"answers whoever calls from {theirs}: it asks no identity of callers"
                yield Fault(said, f"{_LINK}.enableSecurePrivateServiceConnect")


def _notebook(look: Look) -> Iterator[Fault]:
    base = "gceSetup."
    yield from must_be_true(look, f"{base}disablePublicIp", "has an external address")
    yield from must_be_false(look, f"{base}enableIpForwarding", "forwards what is not its own")
    yield from must_have_own_key(look, f"{base}bootDisk.kmsKey", "its boot disk")
    # "Specify a data disk": there is one of 100 GB, under Google's key, where none is given.
    if is_unknown(look.blocks(f"{base}dataDisks")):
        yield cannot_tell(f"{base}dataDisks", "whose key its data disk has")
    else:
        yield from must_have_own_key(look, f"{base}dataDisks.kmsKey", "its data disk")
    if str(look.text(f"{base}metadata.notebook-disable-root")).lower() != "true" and not is_unknown(look.value(f"{base}metadata")):
        yield Fault("gives its users root", f"{base}metadata.notebook-disable-root")
    metadata = look.value(f"{base}metadata")
    for name, wanted, default, fault in () if is_unknown(metadata) else _FEATURES:
        said = look.text(f"{base}metadata.{name}")
        if not is_unknown(said) and (said or default).lower() != wanted:
            yield Fault(fault, f"{base}metadata.{name}")
    yield from must_be_true(look, "disableProxyAccess", "is opened over the internet, by Google's proxy", default=False)
    if given(look, f"{base}networkInterfaces") in (None, []):
        yield Fault("stands in the default network: it names none", f"{base}networkInterfaces")
    accounts = look.value(f"{base}serviceAccounts")
    # An unknown address is one that the program gives.
    if accounts in (None, []) or any(look.value(f"{block}.email") in (None, "") for block in items(look, f"{base}serviceAccounts")):
        yield Fault("acts as the default service account", f"{base}serviceAccounts")
