"""What machines send by Azure's own means: boot diagnostics, and agents that are installed as extensions.

An extension is software on the machine and comes out by the machine's roads. Agents for logs name where they send, so that is said too.
Sources: Azure documentation, "Azure boot diagnostics" (a managed account unless an address is given), "Log Analytics agent overview"
(`workspaceId`, retired in 2024), "Install Azure Diagnostics extension" (`StorageAccount`), "Virtual machine extensions and features".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.azure.data_tokens import MACHINE, SCALE_SET, STORAGE, tokens
from posture.readers.azure.look import chosen, parent
from posture.readers.azure.placing import logs_to
from posture.readers.azure.sending import goes_to
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

EXTENSION: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    **dict.fromkeys(tokens("compute:VirtualMachineExtension"), ("vmName", MACHINE)),
    **dict.fromkeys(tokens("compute:VirtualMachineScaleSetExtension"), ("vmScaleSetName", SCALE_SET)),
    **dict.fromkeys(tokens("compute:VirtualMachineScaleSetVMExtension"), ("vmScaleSetName", SCALE_SET)),
}
"""Type → the path parameter that names its machine."""
_LOG_AGENTS: Final = frozenset({"microsoftmonitoringagent", "omsagentforlinux"})
_DIAGNOSTICS: Final = frozenset({"iaasdiagnostics", "linuxdiagnostic"})
_BOOT: Final = ("diagnosticsProfile.bootDiagnostics.storageUri", "virtualMachineProfile.diagnosticsProfile.bootDiagnostics.storageUri")


@reads(*MACHINE, *SCALE_SET)
def boot_diagnostics(resource: ResourceView, graph: GraphBuilder) -> None:
    """The screen and the serial console, written to an account where one is named."""
    own = Reference.to(resource.resource.urn)
    for path in _BOOT:
        if resource.value(path) is not None:
            goes_to(graph, resource, own, path, STORAGE, text="boot diagnostics")


@reads(*EXTENSION)
def extension(resource: ResourceView, graph: GraphBuilder) -> None:
    """An agent of a machine that is a resource of its own."""
    prop, kinds = EXTENSION[resource.resource.type]
    _agent(graph, resource, parent(graph, resource, prop, kinds), "type", "settings")


@reads(*SCALE_SET)
def inline_extensions(resource: ResourceView, graph: GraphBuilder) -> None:
    """Agents that stand in a scale set's own profile."""
    blocks = resource.blocks("virtualMachineProfile.extensionProfile.extensions")
    for block in [] if is_unknown(blocks) else blocks:
        _agent(graph, resource, Reference.to(resource.resource.urn), f"{block}.type", f"{block}.settings")


def _agent(graph: GraphBuilder, view: ResourceView, machine: Reference, kind: str, settings: str) -> None:
    name = chosen(view, kind)
    if not isinstance(name, str) or not machine.targets:
        return
    if name in _LOG_AGENTS:
        logs_to(graph, view, f"{settings}.workspaceId", machine)
    elif name in _DIAGNOSTICS:
        for prop in ("StorageAccount", "storageAccount"):
            if view.value(f"{settings}.{prop}") is not None:
                goes_to(graph, view, machine, f"{settings}.{prop}", STORAGE, text="diagnostics")
