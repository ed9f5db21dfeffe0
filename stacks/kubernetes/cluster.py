"""The provider of a cluster: by the kubeconfig at hand, or by what the stack that built the cluster tells.

No credential is kept: a kubeconfig of ours holds a command, which prints a token of minutes whenever one is asked for.
A cluster on AKS has its authority in no property: Azure answers it with a whole kubeconfig (`listClusterUserCredential`), an action that the stack would have
to be allowed for one public text, and that no preview could judge. The user gives it once; it changes when the cluster's certificates are rotated.
Sources: Kubernetes documentation, "client-go credential plugins" (exec); Pulumi Registry, "Kubernetes: installation and configuration"
(`clusterIdentifier`, `deleteUnreachable`, `enableServerSideApply`), "Stack references"; Azure Kubernetes Service REST API, "Managed Clusters - List
Cluster User Credentials", "Certificate rotation in AKS"; DESIGN principle 12.
"""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes

from ai_zones.plan import Fault
from stacks.errors import PROJECT, SettingsError
from stacks.kubernetes.settings import KubernetesSettings
from stacks.references import full_name, read_outputs

Read = Callable[[str], dict[str, Any]]


def kubeconfig(name: str, endpoint: str, authority: str, login: list[str]) -> str:
    """A kubeconfig of one cluster. `authority` is PEM in base64, as clouds give it."""
    command, *arguments = login
    exec_ = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": command,
        "args": arguments,
        "interactiveMode": "Never",
        "provideClusterInfo": False,
    }
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "clusters": [{"name": name, "cluster": {"server": endpoint, "certificate-authority-data": authority}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "users": [{"name": name, "user": {"exec": exec_}}],
    }
    return json.dumps(document, sort_keys=True)


def kubeconfig_of(settings: KubernetesSettings, read: Read | None = None) -> str | None:
    """The kubeconfig of the cluster that another stack has built; None where the kubeconfig at hand counts. Raises `SettingsError`."""
    given = settings.config.cluster
    if given.stack is None or given.zone is None:
        return None
    place = f"{PROJECT}:cluster"
    try:
        clusters = (read or read_outputs)(full_name(given.stack)).get("clusters") or {}
    except Exception as error:  # noqa: BLE001 the SDK raises nothing narrower when the engine refuses a function
        told = str(error).strip().splitlines()
        problem = f"stack {given.stack} can't be read: {told[-1] if told else type(error).__name__}"
        raise _refused(settings, place, problem, "a stack whose state this login reads", "run `pulumi up` there first") from None
    found = clusters.get(given.zone.value)
    if not found:
        known = ", ".join(sorted(clusters)) or "none"
        raise _refused(
            settings, place, f"stack {given.stack} has no cluster of {given.zone}", f"its clusters: {known}", "name another zone"
        )
    name = str(found.get("name") or given.zone.value)
    if not (endpoint := str(found.get("endpoint") or "")):
        problem = f"stack {given.stack} doesn't say where its cluster of {given.zone} is"
        raise _refused(settings, place, problem, "a stack whose cluster stands", "run `pulumi up` there first")
    authority = given.certificate_authority or found.get("certificate_authority")
    if not authority:
        problem = f"stack {given.stack} gives out no authority of the cluster of {given.zone}: AKS tells it in a kubeconfig alone"
        fix = f"add certificate_authority: the value certificate-authority-data that `az aks get-credentials --name {name} --file -` prints"
        raise _refused(settings, f"{place}.certificate_authority", problem, "PEM in base64", fix)
    return kubeconfig(name, endpoint if endpoint.startswith("https://") else f"https://{endpoint}", str(authority), list(given.login))


def provider_of(settings: KubernetesSettings, name: str) -> pulumi_kubernetes.Provider:
    """The provider of everything in the stack."""
    text, context = kubeconfig_of(settings), settings.config.cluster.context
    return pulumi_kubernetes.Provider(
        name,
        **({"kubeconfig": pulumi.Output.secret(text)} if text else {}),
        **({"context": context} if context else {}),
        enable_server_side_apply=True,
        delete_unreachable=False,
        suppress_deprecation_warnings=False,
    )


def _refused(settings: KubernetesSettings, place: str, problem: str, allowed: str, fix: str) -> SettingsError:
    return SettingsError(settings.stack, [Fault(place, problem, allowed, fix)])
