"""Components that a provider's plugin makes itself: `yaml/v2` ConfigGroup and ConfigFile, whose resources the plugin registers with the engine.

Source: Pulumi documentation, "Provider protocol" (Construct) and "Resource monitor"; pulumi-kubernetes, `yaml/v2/configgroup.go`.
"""

from typing import Any

import grpc  # type: ignore[import-untyped]

from simulator.errors import CloudError
from simulator.rules.kubernetes.manifests import contents, documents, named
from simulator.values import UNKNOWN, Properties, holds_unknown
from simulator.wire import decode, encode

GROUP = "kubernetes:yaml/v2:ConfigGroup"
FILE = "kubernetes:yaml/v2:ConfigFile"
_FIRST = ("kubernetes:core/v1:Namespace", "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
_SECRET = "kubernetes:core/v1:Secret"  # noqa: S105  (a type)


def construct(request: Any, resources: Any, monitors: Any, version: str) -> tuple[str, Properties]:
    """Register the component and what it is made of: (urn, outputs). `resources`, `monitors`: the protocol's messages and stubs."""
    if request.type not in (GROUP, FILE):
        raise CloudError(
            "", f"the simulator does not make {request.type}: its objects are known only to Helm or Kustomize, which it does not run"
        )
    given = decode(request.inputs)
    with grpc.insecure_channel(request.monitorEndpoint) as channel:
        monitor = monitors.ResourceMonitorStub(channel)
        group = monitor.RegisterResource(
            resources.RegisterResourceRequest(
                type=request.type, name=request.name, parent=request.parent, providers=dict(request.providers), acceptSecrets=True
            )
        ).urn
        made: list[str] = []
        first: list[str] = []
        for token, name, manifest in sorted(_objects(request, given), key=lambda one: one[0] not in _FIRST):
            hidden = ("data", "stringData") if token == _SECRET else ()
            urn = monitor.RegisterResource(
                resources.RegisterResourceRequest(
                    type=token,
                    name=name,
                    parent=group,
                    custom=True,
                    object=encode(manifest, [one for one in hidden if one in manifest]),
                    provider=dict(request.providers).get("kubernetes", ""),
                    dependencies=[*request.dependencies, *first],
                    version=version,
                    acceptSecrets=True,
                )
            ).urn
            made.append(urn)
            if token in _FIRST:
                first.append(urn)
        monitor.RegisterResourceOutputs(resources.RegisterResourceOutputsRequest(urn=group, outputs=encode({"resources": made})))
    return group, {"resources": made}


def _objects(request: Any, given: Properties) -> list[tuple[str, str, dict[str, Any]]]:
    if holds_unknown(given):
        return []  # A preview; what it is made of is known in the update.
    texts = [given["yaml"]] if given.get("yaml") else []
    files = given.get("files") or ([given["file"]] if given.get("file") else [])
    prefix = given.get("resourcePrefix")
    found = [*(given.get("objs") or []), *(one for text in [*texts, *contents(files)] for one in documents(text))]
    return list(named(found, request.name if prefix is None or prefix is UNKNOWN else prefix))
