"""What a cluster has once: sandboxes for hostile programs, and a resolver that knows its own names and those of private links."""

from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesClusterDns, KubernetesSandbox
from ai_zones.kubernetes.validation import InvalidInputError
from posture.readers.kubernetes.corefile import parse_corefile
from tests.kubernetes.recording import Recording, record


def sandbox(**changes: Any) -> Recording:
    args: Any = changes
    return record(lambda: KubernetesSandbox("sandbox", args).runtime_class)


def test_a_sandbox_is_gvisor_unless_another_is_named() -> None:
    made = sandbox()
    assert (made.result, made.object("RuntimeClass", "gvisor").inputs["handler"]) == ("gvisor", "runsc")
    assert "scheduling" not in made.object("RuntimeClass").inputs


def test_its_pods_go_to_nodes_that_have_it() -> None:
    made = sandbox(runtime_class="kata", handler="kata-qemu", node_labels={"sandbox": "kata"}).object("RuntimeClass", "kata").inputs
    assert made["scheduling"] == {"nodeSelector": {"sandbox": "kata"}}


def test_what_is_no_sandbox_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="a sandbox's handler"):
        sandbox(handler="runc")


def dns(**changes: Any) -> Recording:
    args: Any = {"domains": ["prod.clinic.internal"], **changes}
    return record(lambda: KubernetesClusterDns("dns", args).corefile)


def test_the_resolver_asks_for_the_listed_domains_and_denies_every_other_name() -> None:
    made = dns(domains=["prod.clinic.internal", "api.anthropic.com"])
    read = parse_corefile(made.object("ConfigMap", "kube-system/coredns").inputs["data"]["Corefile"])
    assert read.readable
    assert read.targets == ()
    assert read.allows == ("api.anthropic.com", "prod.clinic.internal")


def test_it_is_the_clusters_own_object_that_is_taken_over() -> None:
    one = dns().object("ConfigMap")
    assert one.type == "kubernetes:core/v1:ConfigMapPatch"
    assert one.inputs["metadata"]["annotations"] == {"pulumi.com/patchForce": "true"}


def test_questions_go_to_the_zones_resolver() -> None:
    assert "forward . /etc/resolv.conf" in dns().result
    assert "forward . 10.66.0.2" in dns(resolver="10.66.0.2").result


@pytest.mark.parametrize("domain", ["com", "amazonaws.com", "*.clinic.internal"])
def test_a_domain_of_everybody_is_refused(domain: str) -> None:
    with pytest.raises(InvalidInputError, match=r"too wide|a host name"):
        dns(domains=[domain])
