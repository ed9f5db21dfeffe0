"""Programs of others that a cluster needs, installed by their charts: pinned, from the zones' own registry, all or nothing.

A chart's objects are not seen before Helm renders them, so nothing that decides is left to its values alone: mesh settings, policies and keys stand
beside it as plain resources; for the rest the reviewer vouches (`asserted: release/<name>`), or the proof stays open. `helm.v3.Release` and not
`helm.v4.Chart`: the release runs the chart's hooks, waits for its webhooks, and rolls back.
Sources: Pulumi Registry, "kubernetes.helm.v3.Release" (`atomic`, `version`, `disableWebhooks`: its hooks, OCI charts); Helm documentation, "Use OCI-based registries",
"Provenance and integrity".
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final

import pulumi
from pulumi_kubernetes.helm import v3 as helm

from ai_zones.inputs import matches
from ai_zones.kubernetes.naming import child
from ai_zones.ordering import after

TIMEOUT_SECONDS: Final = 600

ChartSource = Annotated[
    str,
    matches(
        r"oci://[a-z0-9][a-z0-9.-]*(?::\d+)?(?:/[a-z0-9][a-z0-9._-]*)+",
        "a repository of charts, such as oci://registry.clinic.internal/charts",
    ),
]
ChartVersion = Annotated[str, matches(r"v?\d+\.\d+\.\d+", "an exact version, such as 1.31.1: not a range")]


@dataclass(frozen=True)
class Chart:
    """A chart to install."""

    name: str
    namespace: str
    repository: str
    version: str
    values: dict[str, Any]
    release: str | None = None
    """Name of the release. Default: the chart's."""
    hooks: bool = True
    """False runs none of its hooks: what they do is not needed, and their images come from outside."""


def register_chart(parent: pulumi.Resource, name: str, chart: Chart, *awaited: pulumi.Resource) -> helm.Release:
    """Registers the release below a component."""
    named = chart.release or chart.name
    return helm.Release(
        child(name, named),
        name=named,
        namespace=chart.namespace,
        chart=f"{chart.repository}/{chart.name}",
        version=chart.version,
        values=chart.values,
        atomic=True,
        cleanup_on_fail=True,
        timeout=TIMEOUT_SECONDS,
        **({} if chart.hooks else {"disable_webhooks": True}),
        opts=after(parent, *awaited),
    )
