"""A stack out of manifests: what the provider would have in the state, and the judge's word on it."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ai_zones.plan import CEILING, Flow
from posture.approved import Approved
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.graph.graph import Graph
from posture.proofs.finding import TheoremResult
from posture.proofs.judge import judge
from posture.readers.load import read_stack
from posture.resource import Provider, Resource
from posture.stack import Form, Stack

WHOLE_CEILING = frozenset(Flow(source=f.source, target=f.target, service=f.service, port=f.port) for f in CEILING.flows)
PROVIDER = "urn:pulumi:test::clinic::pulumi:providers:kubernetes::cluster"


def documents(text: str) -> list[dict[str, Any]]:
    """The documents of a manifest."""
    return [one for one in yaml.safe_load_all(text) if one]


def token(document: Mapping[str, Any]) -> str:
    """The type token under which the provider registers a document."""
    version = document["apiVersion"]
    return f"kubernetes:{version if '/' in version else f'core/{version}'}:{document['kind']}"


def resource(document: Mapping[str, Any], **more: Any) -> Resource:
    """One document as a resource. `$type` and `$name` override what the manifest says."""
    kind = document.get("$type") or token(document)
    metadata = document.get("metadata") or {}
    name = document.get("$name") or "/".join(filter(None, (metadata.get("namespace"), metadata.get("name")))) or "unnamed"
    props = {key: value for key, value in document.items() if not key.startswith("$")}
    given: dict[str, Any] = {"provider": Provider(PROVIDER), "declared": frozenset(props), **more}
    return Resource(f"urn:pulumi:test::clinic::{kind}::{name}", kind, name, name, props, **given)


def provider(name: str = "cluster", **more: Any) -> Resource:
    """A provider of Kubernetes resources."""
    kind = "pulumi:providers:kubernetes"
    props = more.pop("props", {"kubeconfig": f"context of {name}"})
    return Resource(f"urn:pulumi:test::clinic::{kind}::{name}", kind, name, "id", props, declared=frozenset(props), **more)


def stack(manifests: str | Iterable[Mapping[str, Any]], *others: Resource, form: Form = Form.STATE) -> Stack:
    """A stack of manifests, and of other resources."""
    found = documents(manifests) if isinstance(manifests, str) else manifests
    return Stack((*others, *(resource(one) for one in found)), form, "manifests")


def read(judged: Stack, **approved: Any) -> GraphBuilder:
    """What the readers say."""
    builder = GraphBuilder(judged, Approved(**{"flows": WHOLE_CEILING, **approved}))
    read_stack(builder)
    return builder


def graph(judged: Stack, **approved: Any) -> Graph:
    """The graph of a stack."""
    return build(read(judged, **approved))


def results(judged: Stack, **approved: Any) -> dict[str, TheoremResult]:
    """Theorem → result."""
    builder = read(judged, **approved)
    return {one.theorem: one for one in judge(build(builder), builder.approved)}


def verdicts(judged: Stack, **approved: Any) -> dict[str, str]:
    """Theorem → verdict."""
    return {theorem: one.verdict.value for theorem, one in results(judged, **approved).items()}
