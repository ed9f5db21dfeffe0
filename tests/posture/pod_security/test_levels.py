"""Levels of the Pod Security Standards: what Kubernetes refuses is a breach, and what only the update tells is said to be so."""

from typing import Any

import pytest

from posture.pod_security.level import Level, breaches
from posture.values import UNKNOWN, Untold

HARD: dict[str, Any] = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def pod(container: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:
    """A pod that keeps every control, but for what is given."""
    whole = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    return {"securityContext": whole, "containers": [{"name": "api", "securityContext": HARD, **(container or {})}], **spec}


def broken(spec: Any, level: Level = Level.RESTRICTED, annotations: dict[str, Any] | None = None) -> set[tuple[str, bool]]:
    """Controls that are broken, and whether that is certain."""
    return {(one.control, one.known) for one in breaches(level, {"annotations": annotations or {}}, spec)}


def test_a_hardened_pod_breaks_nothing() -> None:
    assert broken(pod()) == set()


@pytest.mark.parametrize(
    ("spec", "control"),
    [
        (pod({"securityContext": {**HARD, "privileged": True}}), "privileged"),
        (pod(hostNetwork=True), "hostNamespaces"),
        (pod(hostPID=True), "hostNamespaces"),
        (pod(hostIPC=True), "hostNamespaces"),
        (pod(volumes=[{"name": "v", "hostPath": {"path": "/"}}]), "hostPathVolumes"),
        (pod({"ports": [{"containerPort": 80, "hostPort": 80}]}), "hostPorts"),
        (pod({"securityContext": {**HARD, "capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}}}), "capabilities"),
        (pod({"securityContext": {**HARD, "appArmorProfile": {"type": "Unconfined"}}}), "appArmorProfile"),
        (pod({"securityContext": {**HARD, "seccompProfile": {"type": "Unconfined"}}}), "seccompProfile"),
        (pod({"securityContext": {**HARD, "seLinuxOptions": {"type": "spc_t"}}}), "seLinuxOptions"),
        (pod({"securityContext": {**HARD, "procMount": "Unmasked"}}), "procMount"),
        (pod(securityContext={"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}), "sysctls"),
        (pod({"livenessProbe": {"httpGet": {"host": "169.254.169.254", "port": 80}}}), "hostProbesAndHostLifecycle"),
        (pod({"securityContext": {**HARD, "windowsOptions": {"hostProcess": True}}}), "windowsHostProcess"),
    ],
)
def test_the_level_baseline_forbids_what_makes_a_pod_more_than_a_container(spec: dict[str, Any], control: str) -> None:
    assert broken(spec, Level.BASELINE) == {(control, True)}


@pytest.mark.parametrize(
    ("spec", "control"),
    [
        (pod(volumes=[{"name": "v", "nfs": {"server": "s"}}]), "restrictedVolumes"),
        (pod({"securityContext": {"capabilities": {"drop": ["ALL"]}}}), "allowPrivilegeEscalation"),
        (pod({"securityContext": {**HARD, "runAsNonRoot": False}}), "runAsNonRoot"),
        (pod({"securityContext": {**HARD, "runAsUser": 0}}), "runAsUser"),
        (pod(securityContext={"runAsNonRoot": True}), "seccompProfile"),
        (pod({"securityContext": {"allowPrivilegeEscalation": False}}), "capabilities"),
        (pod(ephemeralContainers=[{"name": "debug", "securityContext": {"capabilities": {"drop": ["ALL"]}}}]), "allowPrivilegeEscalation"),
    ],
)
def test_the_level_restricted_asks_for_more_than_baseline(spec: dict[str, Any], control: str) -> None:
    assert broken(spec) == {(control, True)}
    assert broken(spec, Level.BASELINE) == set()


def test_the_level_privileged_forbids_nothing() -> None:
    assert broken(pod({"securityContext": {"privileged": True}}), Level.PRIVILEGED) == set()


def test_a_pod_of_windows_needs_no_settings_that_windows_has_not() -> None:
    spec = {"os": {"name": "windows"}, "securityContext": {"runAsNonRoot": True}, "containers": [{"name": "api"}]}
    assert broken(spec) == set()


def test_root_of_a_user_namespace_of_its_own_is_not_root() -> None:
    assert broken(pod({"securityContext": {**HARD, "runAsUser": 0}}, hostUsers=False)) == set()
    assert broken(pod({"securityContext": {**HARD, "procMount": "Unmasked"}}, hostUsers=False), Level.BASELINE) == set()
    assert broken(pod({"securityContext": {**HARD, "procMount": "Unmasked"}}, hostUsers=False)) == {("procMount", True)}


def test_an_older_annotation_that_switches_apparmor_off_counts() -> None:
    note = {"container.apparmor.security.beta.kubernetes.io/api": "unconfined"}
    assert broken(pod(), annotations=note) == {("appArmorProfile", True)}


@pytest.mark.parametrize("spec", [pod({"securityContext": UNKNOWN}), pod(hostNetwork=UNKNOWN), pod(containers=UNKNOWN), Untold()])
def test_what_only_the_update_tells_is_never_a_pass(spec: Any) -> None:
    found = broken(spec)
    assert found
    assert not any(known for _, known in found)
