"""Inference profiles of Bedrock: a model that answers in several regions, whichever has room, and so takes prompts out of the one they came from.

The beginning of a profile's id is its geography (`eu.anthropic.…`); which of its regions one serves depends on the model, and each serves several.
A role needs the model itself in every region that a request is routed to, so a role that has it within residency alone sends nothing out.
Sources: Amazon Bedrock User Guide, "Increase throughput with cross-Region inference", "Geographic cross-Region inference" (IAM policy requirements),
"Global cross-Region inference", "Supported Regions and models for inference profiles", "Create an application inference profile".
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import AnyPolicy, Policy, Request, Truth
from posture.iam.document import Effect, Match
from posture.iam.patterns import glob, sample
from posture.iam.values import any_of
from posture.readers.aws.acting import caller_of, granted_by_identity, policies_of_role, roles_of
from posture.readers.aws.agents import AGENT
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.definitions import FLOW
from posture.readers.aws.knowledge import BASE, DATA_SOURCE
from posture.readers.aws.looking import spread, texts
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import RESIDENCE, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

PROMPT: Final = ("aws:bedrock/agentPrompt:AgentPrompt",)
GUARDRAIL: Final = ("aws:bedrock/guardrail:Guardrail",)
_CROSS: Final = "crossRegionConfig.guardrailProfileIdentifier"
_INGESTION: Final = "vectorIngestionConfiguration"
_OF_A_BASE: Final = (
    f"{_INGESTION}.parsingConfiguration.bedrockFoundationModelConfiguration.modelArn",
    f"{_INGESTION}.contextEnrichmentConfiguration.bedrockFoundationModelConfiguration.modelArn",
)
"""Models that a data source of a knowledge base asks about every document that it reads."""
_EMBEDDING: Final = "knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.embeddingModelArn"
"""The model that makes vectors of all that a base reads, and of every question."""
_ROLES: Final = ("executionRoleArn", "roleArn", "role", "serviceRole", "defaultUserSettings.executionRole")
"""Where managed workloads that no network tells of name the role they act as."""
PROFILE: Final = ("aws:bedrock/inferenceProfile:InferenceProfile",)
_GLOBAL: Final = "global"
_ASIA: Final = (
    "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 "
    "ap-southeast-5 ap-southeast-7 ap-east-2 me-central-1"
)
REGIONS: Final[dict[str, frozenset[str]]] = {
    "eu": frozenset(["eu-central-1", "eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"]),
    "us": frozenset(["us-east-1", "us-east-2", "us-west-1", "us-west-2"]),
    "us-gov": frozenset(["us-gov-east-1", "us-gov-west-1"]),
    "apac": frozenset(_ASIA.split()),
    "jp": frozenset(["ap-northeast-1", "ap-northeast-3"]),
    "au": frozenset(["ap-southeast-2", "ap-southeast-4"]),
    "ca": frozenset(["ca-central-1", "ca-west-1"]),
}
"""Geography → every region that a profile of it may serve, by some model. `global` serves all commercial regions."""
_EVERYWHERE: Final = frozenset().union(*(REGIONS[name] for name in ("eu", "us", "apac", "ca")), {"sa-east-1", "af-south-1", "il-central-1"})
_SYSTEM: Final = re.compile(r"^(?:arn:[^/]*:inference-profile/)?(?P<geography>eu|us|us-gov|apac|jp|au|ca|global)\.[a-z0-9-]+\.")
_FILTER: Final = re.compile(r"^(?:arn:[^/]*:guardrail-profile/)?(?P<geography>[a-z-]+)\.guardrail\.")
_ACCOUNT: Final = re.compile(r"^arn:aws[a-z-]*:bedrock:[^:]*:(\d{12}):inference-profile/")
_MODEL: Final = re.compile(
    r"^arn:aws[a-z-]*:bedrock:(?P<region>[a-z0-9-]*):\d*:(?:foundation-model|custom-model|provisioned-model|imported-model)/"
)
ASKING: Final = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
"""Either sends a prompt, and is asked for by the profile and by the model (Service Authorization Reference, Amazon Bedrock)."""


def leaving(graph: GraphBuilder, geography: str) -> tuple[frozenset[str], bool]:
    """Regions out of residency that a profile of the geography may serve, and whether it certainly serves one: it serves two at least."""
    regions, residency = REGIONS.get(geography, _EVERYWHERE), graph.approved.residency
    return regions - residency, geography == _GLOBAL or len(regions & residency) < 2


@joins
def prompts_leave_residency(graph: GraphBuilder) -> None:
    """What agents, flows and profiles name, and what roles let workloads ask for."""
    for resource in graph.stack.of_type(*AGENT):
        _named(graph, graph.view(resource.urn), "foundationModel")
    for resource in graph.stack.of_type(*FLOW):
        for key, text in texts(graph.view(resource.urn).value("definition")):
            if key == "modelId":
                _asks(graph, resource.urn, text, "definition")
    for resource in graph.stack.of_type(*BASE):
        _named(graph, graph.view(resource.urn), _EMBEDDING)
    for resource in graph.stack.of_type(DATA_SOURCE):
        view = graph.view(resource.urn)
        for base in view.refers_to("knowledgeBaseId", BASE).targets:
            for place in (found for path in _OF_A_BASE for found in spread(view, path)):
                _named(graph, view, place, base)
    for fact in tuple(graph.of(WorkloadFact)):
        for role in _roles(graph, fact.urn):
            _by_role(graph, fact.urn, role)


def _roles(graph: GraphBuilder, urn: str) -> tuple[str, ...]:
    """Roles that a workload acts as: as the machine tells, or as a property of a managed one names."""
    known = roles_of(graph, urn)
    if known is not None or urn not in graph.stack.by_urn:
        return known or ()
    view = graph.view(urn)
    return tuple(dict.fromkeys(role for prop in _ROLES if view.value(prop) is not None for role in view.refers_to(prop, ROLE).targets))


@reads(*PROMPT)
def prompt(resource: ResourceView, graph: GraphBuilder) -> None:
    """A template of a prompt, and the model that each variant asks: what is filled in goes there."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "variants", "managed by AWS")))
    for place in spread(resource, "variants.modelId"):
        _named(graph, resource, place)


@reads(*GUARDRAIL)
def guardrail(resource: ResourceView, graph: GraphBuilder) -> None:
    """A filter reads prompts and answers where they are, unless its profile lets other regions do it.

    Source: Amazon Bedrock User Guide, "Distribute guardrail inference across AWS Regions".
    """
    urn, profile = resource.resource.urn, resource.text(_CROSS)
    if profile is None:
        return
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, _CROSS, "managed by AWS")))
    found = _FILTER.match(profile) if isinstance(profile, str) else None
    if found is None:
        unclear(graph, urn, f"which regions filter what is said is not known ({_CROSS})", RESIDENCE)
        return
    regions, certain = leaving(graph, found["geography"])
    _leave(graph, urn, regions, Because(urn, _CROSS, str(profile)), certain=certain)


@reads(*PROFILE)
def application_profile(resource: ResourceView, graph: GraphBuilder) -> None:
    """It asks the model, or the system's profile, that it was made from."""
    source = resource.value("modelSource")
    if is_unknown(source) or is_unknown(resource.value("modelSource.copyFrom")):
        unclear(graph, resource.resource.urn, "which regions the profile serves is not known (modelSource.copyFrom)", RESIDENCE)


def _named(graph: GraphBuilder, view: ResourceView, prop: str, asking: str | None = None) -> None:
    """A property with a model's id, a profile's, or an application profile of the stack. `asking`: who asks it, if not the resource itself."""
    urn, own = asking or view.resource.urn, follow(view, graph, prop, PROFILE)
    for target in own.targets:
        profile = graph.view(target)
        for place in spread(profile, "modelSource.copyFrom"):
            source = profile.text(place)
            if isinstance(source, str):
                _asks(graph, urn, source, prop)
            else:
                unclear(graph, urn, f"which regions its model answers in is not known ({prop})", RESIDENCE)
    if own.targets:
        return
    text = view.text(prop)
    if isinstance(text, str):
        _asks(graph, urn, text, prop)
    elif text is not None:
        unclear(graph, urn, f"which model it asks, and where, is not known ({prop})", RESIDENCE)


def _asks(graph: GraphBuilder, urn: str, model: str, prop: str) -> None:
    """Prompts go where the model answers."""
    system, one = _SYSTEM.match(model), _MODEL.match(model)
    if system is not None:
        regions, certain = leaving(graph, system["geography"])
        _leave(graph, urn, regions, Because(urn, prop, model), certain=certain)
    elif one is not None and one["region"]:
        home = region_of(graph.stack.by_urn[urn])
        if one["region"] not in graph.approved.residency and (graph.approved.residency or one["region"] != home):
            _leave(graph, urn, frozenset({one["region"]}), Because(urn, prop, model), certain=True)
    elif ":application-inference-profile/" in model:
        unclear(graph, urn, f"the application profile that it asks is no resource of the stack ({prop})", RESIDENCE)


def _leave(graph: GraphBuilder, urn: str, regions: frozenset[str], because: Because, *, certain: bool) -> None:
    home = region_of(graph.stack.by_urn[urn])
    for region in sorted(regions - {home}) if not graph.approved.residency else sorted(regions):
        graph.edge(Reference.to(urn), graph.region(region), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain)


def _by_role(graph: GraphBuilder, urn: str, role: str) -> None:
    """A role that may ask a profile, and the model of it in a region outside residency."""
    written = tuple(named_resources(policies_of_role(graph, role)))
    for geography, region, may in served_outside(graph, urn, written, lambda action, resource: may_ask(graph, role, action, resource)):
        because = Because(role, "policies", f"may ask {geography}.… of bedrock")
        _leave(graph, urn, frozenset({region}), because, certain=may.certain and leaving(graph, geography)[1])


def served_outside(
    graph: GraphBuilder, urn: str, written: tuple[str, ...], may: Callable[[str, str], Truth]
) -> Iterator[tuple[str, str, Truth]]:
    """Geography, region out of residency, and whether a profile's request gets there, for whoever stands where `urn` does.

    `written`: resources that the policies name; `may`: whether they let an action on one pass.
    """
    resource = graph.stack.by_urn[urn]
    home, known = region_of(resource), account_of(resource)
    # In a preview the account may not be known yet: it may be each that the policies write.
    named = {found.group(1) for text in written if (found := _ACCOUNT.match(text)) is not None}
    accounts = [known] if known else sorted(named) or ["000000000000"]
    models = {sample(glob(text.split("foundation-model/", 1)[1]), "zz") for text in written if "foundation-model/" in text}
    # A profile is named after its model: where the models are a wildcard, its own name says which one is asked.
    models |= {sample(glob(name), "zz") for text in written if (name := text.partition(":inference-profile/")[2].partition(".")[2])}
    for geography in (name for name in (*REGIONS, _GLOBAL) if any(_means(text, name) for text in written)):
        if home is not None and geography != _GLOBAL and home not in REGIONS[geography]:
            continue  # a geography's profiles are asked from its own regions
        for region in sorted(leaving(graph, geography)[0]):
            there = f"arn:aws:bedrock:{region}::foundation-model/"
            through = [f"arn:aws:bedrock:{home or 'us-east-1'}:{account}:inference-profile/{geography}." for account in accounts]
            gets_there = any_of(
                # One and the same call passes the profile and reaches the model: what is denied of one way to ask leaves the other open.
                may(action, there + model) & any_of(may(action, profile + model) for profile in through)
                for model in models
                for action in ASKING
            ) & (Truth.UNKNOWN if not known and named else Truth.TRUE)
            if gets_there.possible:
                yield geography, region, gets_there


def _means(text: str, geography: str) -> bool:
    """Whether a resource of a policy singles out profiles, and may mean those of the geography."""
    _, found, name = text.partition(":inference-profile/")
    return bool(found) and (name.startswith((f"{geography}.", "*")))


def named_resources(policies: Iterable[AnyPolicy]) -> Iterator[str]:
    """Resources that a statement of the policies allows by name or pattern."""
    for policy in policies:
        for statement in policy.statements if isinstance(policy, Policy) else ():
            if statement.effect is not Effect.DENY and isinstance(statement.resources, Match) and not statement.resources.negated:
                yield from (text for text in statement.resources.patterns if isinstance(text, str))


def may_ask(graph: GraphBuilder, role: str, action: str, resource: str) -> Truth:
    """Whether the role's own policies let it ask a model or profile."""
    return granted_by_identity(graph, role, Request(action, resource, caller_of(graph, role)))
