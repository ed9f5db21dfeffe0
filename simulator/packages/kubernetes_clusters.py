"""Which cluster a provider talks to, and what is wrong with its configuration.

Sources: Pulumi Registry, "Kubernetes: installation & configuration" (kubeconfig: a file's path or contents; context, cluster, namespace);
Kubernetes documentation, "Organizing Cluster Access Using kubeconfig Files".
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from simulator.packages.base import Fault
from simulator.values import Properties

CLUSTER = "cluster"
"""The cluster of a provider that names none: the ambient kubeconfig's."""


def config_faults(config: Properties) -> Iterator[Fault]:
    """A kubeconfig must be YAML with clusters and contexts, and have the context and cluster that are asked for."""
    text = config.get("kubeconfig")
    if not isinstance(text, str) or _is_path(text):
        return
    parsed = _parsed(text)
    if parsed is None:
        yield "kubeconfig", "is no kubeconfig: must be the path of a file, or YAML or JSON with `clusters`, `contexts` and `users`"
        return
    for name, kind in (("context", "contexts"), ("cluster", "clusters")):
        wanted = config.get(name)
        known = [one.get("name") for one in parsed.get(kind) or () if isinstance(one, dict)]
        if isinstance(wanted, str) and wanted not in known:
            yield name, f"{wanted!r} is not in the kubeconfig; there are: {', '.join(map(str, known)) or 'none'}"


def cluster_of(config: Mapping[str, Any]) -> str:
    """The name by which a cluster's objects are kept apart: the provider's own identifier, else the API server's address."""
    identifier = config.get("clusterIdentifier")
    if isinstance(identifier, str) and identifier:
        return identifier
    text = config.get("kubeconfig")
    if not isinstance(text, str):
        return CLUSTER
    if _is_path(text):
        return text.strip()
    parsed = _parsed(text) or {}
    context = _context(parsed, config)
    wanted = config.get("cluster") or context.get("cluster")
    servers = {one.get("name"): (one.get("cluster") or {}).get("server") for one in parsed.get("clusters") or () if isinstance(one, dict)}
    return str(servers.get(wanted) or next((server for server in servers.values() if server), CLUSTER))


def default_namespace(config: Mapping[str, Any]) -> str:
    """The namespace of what names none: the provider's, else the kubeconfig context's, else `default`."""
    own = config.get("namespace")
    if isinstance(own, str) and own:
        return own
    text = config.get("kubeconfig")
    parsed = _parsed(text) if isinstance(text, str) and not _is_path(text) else None
    found = _context(parsed or {}, config).get("namespace")
    return found if isinstance(found, str) and found else "default"


def _context(parsed: Mapping[str, Any], config: Mapping[str, Any]) -> Mapping[str, Any]:
    wanted = config.get("context") or parsed.get("current-context")
    for one in parsed.get("contexts") or ():
        if isinstance(one, dict) and one.get("name") == wanted:
            return one.get("context") or {}
    return {}


def _is_path(text: str) -> bool:
    return "\n" not in text.strip() and not text.lstrip().startswith("{") and ": " not in text


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        parsed = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return parsed if isinstance(parsed, dict) and "clusters" in parsed else None
