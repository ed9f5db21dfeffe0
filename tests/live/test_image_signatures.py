"""Unsigned images are refused: the stack's policies and settings, judged by Sigstore's own controller as a webhook of a real API server.

The stack is `kubernetes-clinical` with a registry on loopback in the place of its own, and two signers whose keys are made here. Pods are those of its
deployments, in its namespaces; they are asked about by dry run, as the server asks its webhooks about any other.
Sources: Sigstore documentation, "Policy Controller"; Kubernetes documentation, "Dynamic Admission Control" (failure policy, order of webhooks).
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from ai_zones.kubernetes.image_signatures import ImageSignatures
from simulator.clusters import Cluster, ServersUnavailableError
from simulator.clusters.api import Api, ApiError
from simulator.clusters.policy_controller import policy_controller
from tests.live import kubernetes_stack as stack
from tests.live.clusters import Rehearse
from tests.live.image_registry import Registry, Signer
from tests.live.policy_controller import HOOKS, JUDGE, Verifier

pytestmark = [pytest.mark.live, pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
STACK, OWN = "kubernetes-clinical", "123456789013.dkr.ecr.eu-west-1.amazonaws.com"
POLICY = "policy.sigstore.dev/v1beta1"
MERGE = "application/merge-patch+json"
DENIED = f'admission webhook "{JUDGE}" denied the request'
POD, PIPELINE, REVIEW = "agent-summary", "pipeline", "review"


@dataclass(frozen=True)
class Judged:
    """The server with the stack and the controller on it, the registry, and who signs."""

    api: Api
    registry: Registry
    verifier: Verifier
    signers: dict[str, Signer]
    given: ImageSignatures

    def pod(self, name: str = POD) -> stack.Object:
        """A pod of the stack."""
        return stack.pods(self.api)[name]

    def refusal(self, digest: str, name: str = "agent-summary") -> str:
        """The server's message about the agent with another image."""
        return stack.refusal(self.api, with_image(self.pod(), f"{self.registry.host}/signed/{name}@{digest}"))


@pytest.fixture(scope="module")
def judged(cluster: Cluster, rehearse_here: Rehearse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    """The stack stands, each of its images signed by both; then the controller begins, as an update would let it."""
    try:
        programs = policy_controller()
    except ServersUnavailableError as fault:
        pytest.skip(f"no policy controller: {fault}")
    folder = tmp_path_factory.mktemp("signatures")
    signers = {name: Signer() for name in (PIPELINE, REVIEW)}
    registry = Registry(programs.registry, folder)
    given: dict[str, Any] = {}

    def ours(text: str) -> str:
        text = re.sub(rf"{re.escape(OWN)}/(signed/[a-z-]+)@sha256:[0-9a-f]{{64}}", lambda found: _pushed(registry, found[1], signers), text)
        written = yaml.safe_load(text.replace(OWN, registry.host))
        config = written["config"]
        config["ai-zones:signatures"]["public_keys_pem"] = {name: one.public_pem for name, one in signers.items()}
        given.update(config["ai-zones:signatures"], registries=config["ai-zones:registries"])
        given.update(chart_repository=config["ai-zones:chart_repository"])
        return yaml.safe_dump(written)

    project = stack.removable(tmp_path_factory.mktemp("project") / STACK, STACK, ours)
    rehearsal = rehearse_here(project, STACK)
    count = rehearsal.up().operations["create"]
    parsed = ImageSignatures.parse("signatures", given)
    verifier = Verifier(cluster, programs, parsed, folder)
    try:
        verifier.start()
        yield Judged(cluster.api, registry, verifier, signers, parsed)
        # The controller lets its policies go; without it they would stay.
        assert rehearsal.destroy().operations == {"delete": count}
    finally:
        verifier.remove()
        registry.close()


def _pushed(registry: Registry, name: str, signers: dict[str, Signer]) -> str:
    digest = registry.push(name)
    registry.sign(name, digest, *signers.values())
    return f"{registry.host}/{name}@{digest}"


def with_image(pod: stack.Object, image: str, containers: str = "containers") -> stack.Object:
    """The pod whose first container has another image."""
    return stack.changed(pod, lambda made: made["spec"][containers][0].update(image=image))


def test_the_controller_takes_each_signers_policy_as_our_component_writes_it(judged: Judged) -> None:
    assert judged.verifier.policies() == {"signed-by-pipeline": True, "signed-by-review": True}
    where = judged.api.resource(POLICY, "ClusterImagePolicy")
    assert where is not None
    for kinds in ([], ["slsaprovenance1", "cyclonedx"]):
        for name, spec in judged.given.model_copy(update={"predicates": kinds}).policies().items():
            manifest = {"apiVersion": POLICY, "kind": "ClusterImagePolicy", "metadata": {"name": name}, "spec": spec}
            judged.api.apply(where, manifest, "tests", dry_run=True, force=True)


def test_images_with_the_signature_of_each_signer_are_admitted(judged: Judged) -> None:
    ours = stack.pods(judged.api)
    assert set(ours) == {"api", "agent-summary", "agent-triage"}
    assert {name: stack.refusal(judged.api, pod) for name, pod in ours.items()} == dict.fromkeys(ours, "")


def test_an_unsigned_image_is_refused_with_the_servers_message(judged: Judged) -> None:
    message = judged.refusal(judged.registry.push("signed/agent-summary", "unsigned", "of nobody"))
    for words in (
        DENIED,
        "failed policy: signed-by-pipeline",
        "failed policy: signed-by-review",
        "no signatures found",
        "spec.containers[0].image",
    ):
        assert words in message


def test_an_image_that_one_of_two_has_signed_is_refused_by_the_others_policy(judged: Judged) -> None:
    digest = judged.registry.push("signed/agent-summary", "half", "not reviewed")
    judged.registry.sign("signed/agent-summary", digest, judged.signers[PIPELINE])
    message = judged.refusal(digest)
    assert DENIED in message
    assert "failed policy: signed-by-review" in message
    assert "failed policy: signed-by-pipeline" not in message
    judged.registry.sign("signed/agent-summary", digest, *judged.signers.values())
    assert judged.refusal(digest) == ""


def test_another_key_signs_nothing_that_is_admitted(judged: Judged) -> None:
    digest = judged.registry.push("signed/agent-summary", "foreign", "of another pipeline")
    judged.registry.sign("signed/agent-summary", digest, Signer(), Signer())
    message = judged.refusal(digest)
    assert DENIED in message
    assert "failed policy: signed-by-pipeline" in message
    assert "invalid signature when validating ASN.1 encoded signature" in message


def test_a_sound_signature_of_another_digest_counts_for_nothing(judged: Judged) -> None:
    good = judged.pod()["spec"]["containers"][0]["image"].split("@")[1]
    digest = judged.registry.push("signed/agent-summary", "swapped", "with another's signature")
    judged.registry.sign("signed/agent-summary", digest, *judged.signers.values(), says=good)
    message = judged.refusal(digest)
    assert DENIED in message
    assert "failed policy: signed-by-pipeline" in message


def test_what_a_signer_attests_is_asked_for_beside_its_signature(judged: Judged) -> None:
    name, kind, pipeline = "signed/agent-summary", "https://cyclonedx.org/bom", judged.signers[PIPELINE]
    where = judged.api.resource(POLICY, "ClusterImagePolicy")
    assert where is not None
    spec = judged.given.model_copy(update={"predicates": ["cyclonedx"]}).policies()["attested-by-pipeline"]
    unsigned, signed = (judged.registry.push(name, tag, tag) for tag in ("attested", "both"))
    judged.registry.sign(name, signed, *judged.signers.values())
    about = {"apiVersion": POLICY, "kind": "ClusterImagePolicy", "metadata": {"name": "attested-by-pipeline"}}
    judged.api.create(where, {**about, "spec": spec})
    try:
        assert stack.until(lambda: "failed policy: attested-by-pipeline" in judged.refusal(signed))
        judged.registry.attest(name, signed, Signer(), kind)
        assert "failed policy: attested-by-pipeline" in judged.refusal(signed)
        judged.registry.attest(name, signed, pipeline, kind, says=unsigned)
        assert "failed policy: attested-by-pipeline" in judged.refusal(signed)
        judged.registry.attest(name, signed, pipeline, "https://spdx.dev/Document")
        assert "failed policy: attested-by-pipeline" in judged.refusal(signed)
        judged.registry.attest(name, signed, pipeline, kind)
        assert judged.refusal(signed) == ""
        # What is attested is not signed by that: an authority with attestations alone would let it in.
        judged.registry.attest(name, unsigned, pipeline, kind)
        message = judged.refusal(unsigned)
        assert "failed policy: signed-by-pipeline" in message
        assert "attested-by-pipeline" not in message
    finally:
        judged.api.delete(where, None, "attested-by-pipeline")


def test_containers_that_run_first_and_what_makes_pods_are_judged_too(judged: Judged) -> None:
    unsigned = f"{judged.registry.host}/signed/verifier@{judged.registry.push('signed/verifier', 'unsigned')}"
    assert "spec.initContainers[0].image" in stack.refusal(judged.api, with_image(judged.pod("api"), unsigned, "initContainers"))
    where = judged.api.resource(stack.APPS, "Deployment")
    assert where is not None
    (made,) = (one for one in stack.items(judged.api, stack.APPS, "Deployment") if one["metadata"]["name"] == POD)
    made = {**made, "metadata": {"name": "other", "namespace": made["metadata"]["namespace"], "labels": made["metadata"]["labels"]}}
    made = copy.deepcopy({key: value for key, value in made.items() if key != "status"})
    made["spec"]["template"]["spec"]["containers"][0]["image"] = unsigned
    with pytest.raises(ApiError, match=r"no signatures found.*") as refused:
        judged.api.create(where, made, dry_run=True)
    assert DENIED in str(refused.value)
    assert "spec.template.spec.containers[0].image" in str(refused.value)


def test_a_tag_becomes_the_digest_that_was_judged(judged: Judged) -> None:
    digest = judged.registry.push("signed/agent-summary", "v2", "the second")
    pod = with_image(judged.pod(), f"{judged.registry.host}/signed/agent-summary:v2")
    assert "no signatures found" in stack.refusal(judged.api, pod)
    judged.registry.sign("signed/agent-summary", digest, *judged.signers.values())
    where = judged.api.resource("v1", "Pod")
    assert where is not None
    assert judged.api.create(where, pod, dry_run=True)["spec"]["containers"][0]["image"].endswith(f"@{digest}")


def test_each_namespace_of_the_zone_is_judged(judged: Judged) -> None:
    hooks = [hook for kind in HOOKS for one in stack.items(judged.api, stack.ADMISSION, kind) if one["metadata"]["name"] == JUDGE
             for hook in one["webhooks"]]  # fmt: skip
    wanted = judged.given.chart().values["webhook"]
    left_out = {"key": "webhooks.knative.dev/exclude", "operator": "DoesNotExist"}
    for hook in hooks:
        asked = hook["namespaceSelector"]["matchExpressions"]
        # The release's own webhooks say what our chart's values say; the controller adds the label that opts out.
        assert sorted(asked, key=str) == sorted([*wanted["namespaceSelector"]["matchExpressions"], left_out], key=str)
        assert hook["failurePolicy"] == wanted["failurePolicy"] == "Fail"
    zones = [one for one in stack.items(judged.api, "v1", "Namespace") if "ai-zone" in one["metadata"].get("labels", {})]
    assert {one["metadata"]["name"] for one in zones} == {"agents", "models"}
    assert {one["metadata"]["labels"]["policy.sigstore.dev/include"] for one in zones} == {"true"}


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("policy.sigstore.dev/include", None, "set its label policy.sigstore.dev/include to true"),
        ("policy.sigstore.dev/include", "false", "set its label policy.sigstore.dev/include to true"),
        ("webhooks.knative.dev/exclude", "true", "remove its label webhooks.knative.dev/exclude"),
    ],
    ids=["no-label", "false", "passed-over"],
)
def test_no_label_gets_a_zone_past_the_controller(label: str, value: str | None, said: str, judged: Judged) -> None:
    where = judged.api.resource("v1", "Namespace")
    assert where is not None
    with pytest.raises(ApiError) as refused:
        judged.api.request("PATCH", where.path(None, "agents"), {"dryRun": "All"}, {"metadata": {"labels": {label: value}}}, MERGE)
    assert "ValidatingAdmissionPolicy 'ai-zones-namespaces-of-zones'" in str(refused.value)
    assert said in str(refused.value)


def test_the_label_that_opts_out_would_let_an_unsigned_image_in(judged: Judged) -> None:
    digest = judged.registry.push("signed/agent-summary", "past", "past the controller")
    pod = with_image(judged.pod(), f"{judged.registry.host}/signed/agent-summary@{digest}")
    labels = {"policy.sigstore.dev/include": "true", "webhooks.knative.dev/exclude": "true"}
    where = judged.api.resource("v1", "Namespace")
    assert where is not None
    judged.api.apply(where, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "no-zone", "labels": labels}}, "tests")
    pod["metadata"]["namespace"] = "no-zone"
    try:
        # Outside of the zones nobody forbids the label: what the rule about it is worth.
        assert stack.until(lambda: stack.refusal(judged.api, pod) == "")
        judged.api.request(
            "PATCH", where.path(None, "no-zone"), {}, {"metadata": {"labels": {"webhooks.knative.dev/exclude": None}}}, MERGE
        )
        assert stack.until(lambda: "no signatures found" in stack.refusal(judged.api, pod))
    finally:
        judged.api.delete(where, None, "no-zone", wait=False)


def test_a_key_is_changed_without_an_hour_in_which_nothing_starts(judged: Judged) -> None:
    old, new = judged.signers[PIPELINE], Signer()
    later = judged.registry.push("signed/agent-summary", "later", "by the new key")
    judged.registry.sign("signed/agent-summary", later, new, judged.signers[REVIEW])
    before = judged.pod()["spec"]["containers"][0]["image"].split("@")[1]
    assert [judged.refusal(before), DENIED in judged.refusal(later)] == ["", True]
    try:
        _change_key(judged, old.public_pem + new.public_pem)
        assert stack.until(lambda: judged.refusal(later) == "")
        assert judged.refusal(before) == ""
        _change_key(judged, new.public_pem)
        assert stack.until(lambda: DENIED in judged.refusal(before))
        assert judged.refusal(later) == ""
    finally:
        _change_key(judged, old.public_pem)
    assert stack.until(lambda: judged.refusal(before) == "")


def _change_key(judged: Judged, pem: str) -> None:
    keys = {**judged.given.public_keys_pem, PIPELINE: pem}
    spec = judged.given.model_copy(update={"public_keys_pem": keys}).policies()["signed-by-pipeline"]
    where = judged.api.resource(POLICY, "ClusterImagePolicy")
    assert where is not None
    judged.api.request("PATCH", where.path(None, "signed-by-pipeline"), {}, {"spec": spec}, MERGE)


def test_while_the_controller_is_down_nothing_starts_signed_or_not(judged: Judged) -> None:
    judged.verifier.stop()
    try:
        message = stack.refusal(judged.api, judged.pod())
    finally:
        # Tests after this one share the server, and could not even take their stack down.
        judged.verifier.start()
    assert f'failed calling webhook "{JUDGE}"' in message
    # A connection that the server kept from the last call is reset, not refused.
    assert any(word in message for word in ("connection refused", "connection reset by peer", "EOF"))
    assert stack.until(lambda: stack.refusal(judged.api, judged.pod()) == "")
