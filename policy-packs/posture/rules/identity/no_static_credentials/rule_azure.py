"""No keys, tokens, passwords or connection strings stand beside protected data."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.azure_paths import PREFIX
from posture.rules.azure_words import az
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import Look

STATIC: Final = {
    **dict.fromkeys(
        az(
            "servicebus:NamespaceAuthorizationRule",
            "servicebus:QueueAuthorizationRule",
            "servicebus:TopicAuthorizationRule",
            "eventhub:NamespaceAuthorizationRule",
            "eventhub:EventHubAuthorizationRule",
            "relay:NamespaceAuthorizationRule",
            "notificationhubs:NamespaceAuthorizationRule",
        ),
        "is a shared key that never ends",
    ),
    **dict.fromkeys(az("containerregistry:Token"), "is a password of a registry"),
    **dict.fromkeys(az("containerregistry:ScopeMap"), "is made for passwords of a registry"),
    **dict.fromkeys(
        az("web:WebAppHostFunctionSecret", "web:WebAppFunctionSecret", "web:WebAppHostFunctionSecretSlot"), "is a key of a function"
    ),
    **dict.fromkeys(az("applicationinsights:APIKey"), "is a key that never ends"),
    **dict.fromkeys(az("search:QueryKey", "search:AdminKey"), "is a key of a search service"),
    **dict.fromkeys(("azuread:index/applicationPassword:ApplicationPassword",), "is a password of an application"),
    **dict.fromkeys(("azuread:index/servicePrincipalPassword:ServicePrincipalPassword",), "is a password of a principal"),
    **dict.fromkeys(("azuread:index/applicationCertificate:ApplicationCertificate",), "is a certificate of an application"),
}
_WRITTEN: Final = re.compile(r"(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|[?&]sig)=[^;&\s]{6,}", re.IGNORECASE)


_SECRET: Final = re.compile(r"(password|passwd|secret|api_?key|access_?key|account_?key|connection_?string)$", re.IGNORECASE)
"""How a variable is called that holds a credential."""
_ELSEWHERE: Final = ("https://", "http://", "@microsoft.keyvault(", "/")
"""Values that say where a secret is kept, not what it is."""
_VARIABLES: Final = {
    f"{PREFIX}containerinstance:ContainerGroup": (("containers", "environmentVariables"), ("initContainers", "environmentVariables")),
    f"{PREFIX}app:ContainerApp": (("template.containers", "env"), ("template.initContainers", "env")),
    f"{PREFIX}app:Job": (("template.containers", "env"), ("template.initContainers", "env")),
}
_FIRST_BOOT: Final = ("osProfile.customData", "virtualMachineProfile.osProfile.customData", "userData", "virtualMachineProfile.userData")
"""In base 64, readable on the machine. Azure Virtual Machines documentation, "Custom data and cloud-init on Azure Virtual Machines"."""


@rule(EVERY, of=("azure-native", "azuread"))
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified; connection strings wherever a property holds one."""
    kind = look.resource.type
    if not (look.on_azure or kind in STATIC) or not look.scene.classified:
        return
    if kind in STATIC:
        yield Fault(STATIC[kind], "the resource")
    for path, text in _texts(look.resource.props, ""):
        if _WRITTEN.search(text):
            yield Fault("has a key or password written in it", path.lstrip("."))
            return
    for prop in _FIRST_BOOT:
        if _WRITTEN.search(_decoded(look.value(prop))):
            yield Fault("has a key or password written in it", prop)
    for containers, variables in _VARIABLES.get(kind, ()):
        for container in _items(look, containers):
            for one in _items(look, f"{container}.{variables}"):
                name, value = look.text(f"{one}.name"), look.text(f"{one}.value")
                named = isinstance(name, str) and _SECRET.search(name)
                if named and isinstance(value, str) and value and not value.lower().startswith(_ELSEWHERE):
                    yield Fault("has a secret in a variable that is shown to whoever may read its settings", f"{one}.value")
    for block in _items(look, "imageRegistryCredentials"):
        if look.value(f"{block}.password") is not None:
            yield Fault("fetches its images with a password", f"{block}.password")
    for block in _items(look, "configuration.registries"):
        if look.value(f"{block}.passwordSecretRef") is not None:
            yield Fault("fetches its images with a password", f"{block}.passwordSecretRef")
    for block in _items(look, "configuration.secrets"):
        if look.value(f"{block}.keyVaultUrl") is None and look.value(f"{block}.value") is not None:
            yield Fault("has a secret written in it that no vault holds", f"{block}.value")


def _items(look: Look, prop: str) -> list[str]:
    found = look.blocks(prop)
    return found if isinstance(found, list) else []


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")


def _decoded(value: Any) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace") if isinstance(value, str) and value else ""
    except (binascii.Error, ValueError):
        return ""
