"""Operators of Kubernetes: what they change, and what they leave alone."""

from collections.abc import Iterator

import pytest

from tests.mutation.base import KUBERNETES, Base, written_bases
from tests.mutation.catalogue import mutants
from tests.mutation.judging import Word, attempt
from tests.mutation.mutant import Mutant
from tests.mutation.operators import kubernetes_places
from tests.mutation.program import Row
from tests.mutation.sites import sites


def base(name: str) -> Base:
    """A base of Kubernetes."""
    [found] = [one for one in written_bases(KUBERNETES) if one.name == f"kubernetes_{name}"]
    return Base(found.name, found.folder, own=False)


def of(made: Base, operator: str, type_: str, path: str | None = None) -> Iterator[Mutant]:
    """Mutants of one operator at one type."""
    for mutant in mutants(made.program, made.settings):
        if (mutant.operator, mutant.type) == (operator, f"kubernetes:{type_}") and path in (None, mutant.path):
            yield mutant


def said(made: Base, mutant: Mutant) -> tuple[Word, Word]:
    """The judge's words on state and preview."""
    tried, _, _ = attempt(made.name, made.program, made.settings, mutant)
    assert tried.state is not None, tried.refused
    assert tried.preview is not None
    return tried.state.word, tried.preview.word


def test_what_only_allows_is_not_left_out_and_what_denies_is() -> None:
    made = base("policies_of_a_namespace")
    dropped = [one.urn.rsplit("::", 1)[-1] for one in of(made, "drop-resource", "networking.k8s.io/v1:NetworkPolicy")]
    assert dropped == ["clinic-deny"]


def test_a_volume_less_is_no_mutant_and_a_volume_that_opens_is() -> None:
    made = base("model_on_a_claim")
    paths = {one.path for one in mutants(made.program, made.settings) if one.type == "kubernetes:apps/v1:Deployment"}
    assert "spec.template.spec.volumes.persistentVolumeClaim.readOnly" in paths
    assert "spec.template.spec.volumes.persistentVolumeClaim" not in paths
    assert "spec.template.spec.containers.ports" not in paths


def test_what_is_added_beside_a_mesh_is_added_only_where_there_is_one() -> None:
    assert list(of(base("bookinfo"), "open-mesh", "core/v1:Namespace"))
    assert not list(of(base("guestbook"), "open-mesh", "core/v1:Namespace"))


@pytest.mark.parametrize(
    ("name", "operator", "type_", "path"),
    [
        ("guestbook", "set-public", "apps/v1:Deployment", "spec.template.spec.hostNetwork"),
        ("guestbook", "image-by-tag", "apps/v1:Deployment", None),
        ("guestbook", "drop-resource", "networking.k8s.io/v1:NetworkPolicy", None),
        ("roles_of_operators", "grant-more", "rbac.authorization.k8s.io/v1:Role", None),
        ("bookinfo", "weaken-word", "security.istio.io/v1:PeerAuthentication", None),
        ("wordpress_and_mysql", "drop-property", "storage.k8s.io/v1:StorageClass", "parameters.kmsKeyId"),
    ],
)
def test_a_fault_is_caught_in_both_forms_and_blamed_on_what_was_changed(name: str, operator: str, type_: str, path: str | None) -> None:
    made = base(name)
    mutant = next(of(made, operator, type_, path))
    assert said(made, mutant) == (Word.CAUGHT, Word.CAUGHT)


def test_a_part_of_what_a_denying_policy_matches_is_no_mutant_for_without_it_more_is_denied() -> None:
    """One source of several is: without it fewer are denied."""
    row = Row(
        urn="urn:pulumi:s::p::kubernetes:security.istio.io/v1:AuthorizationPolicy::deny",
        type="kubernetes:security.istio.io/v1:AuthorizationPolicy",
        inputs={
            "spec": {
                "action": "DENY",
                "rules": [{"from": [{"source": {"notPrincipals": ["a"]}}], "to": [{"operation": {"notPorts": ["443"]}}]}],
            }
        },
    )
    left = {site.path for site in sites(row) if kubernetes_places.narrows(row, site)}
    assert "spec.rules.to.operation.notPorts" in left
    assert "spec.rules" not in left
    [listed] = [site for site in sites(row) if site.path == "spec.rules.from" and not site.is_property]
    assert not kubernetes_places.narrows(row, listed)
