"""What a cluster's stack tells its components of its own namespaces: whom the judge of signatures leaves out, and whose sidecars the platform knows."""

from typing import Any

from stacks.kubernetes.program import build
from tests.kubernetes.recording import Recording, record
from tests.stacks.stack_files import as_the_engine_gives_it, stack_file

STACK = "kubernetes-clinical"


def registered(**agents: Any) -> Recording:
    """The stack, with changes to the namespace `agents`."""
    config = dict(stack_file(STACK)["config"])
    config["ai-zones:namespaces"] = {"inference": {"agents": {**config["ai-zones:namespaces"]["inference"]["agents"], **agents}}}
    return record(lambda: build(STACK, as_the_engine_gives_it(config)))


def judged(made: Recording) -> str:
    """The rule about namespaces, in one text."""
    return str(made.object("ValidatingAdmissionPolicy", "ai-zones-namespaces-of-zones").spec["validations"])


def meshed(made: Recording) -> list[str]:
    """Namespaces whose sidecars istiod lets in."""
    [rule] = made.object("NetworkPolicy", "istio-system/settings").spec["ingress"]
    return sorted(name for peer in rule["from"] for name in peer["namespaceSelector"]["matchExpressions"][0]["values"])


def test_every_namespace_is_judged_and_in_the_mesh_a_models_own_among_them() -> None:
    made = registered()
    assert "object.metadata.name in" not in judged(made)
    assert meshed(made) == ["agents", "models"]


def test_a_namespace_whose_images_nobody_signs_is_named_in_the_rule() -> None:
    made = registered(images_signed=False)
    assert "object.metadata.name in ['agents']" in judged(made)
    assert "policy.sigstore.dev/include" not in made.object("Namespace", "agents").inputs["metadata"]["labels"]


def test_a_namespace_without_sidecars_is_not_let_in_to_the_mesh() -> None:
    assert meshed(registered(in_mesh=False)) == ["models"]
