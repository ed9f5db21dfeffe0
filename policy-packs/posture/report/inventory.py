"""What the judged stacks hold: by zone and type; stores with their class; models, data sets, agents and providers where types tell."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from posture.check import Judgement
from posture.graph.kinds import NodeKind
from posture.report.causes import NO_ZONE, Places
from posture.report.model import Inventory, ProviderReport, StoreReport, Thing
from posture.resource import Resource

_KINDS: Final = (
    (
        "model",
        re.compile(r"sagemaker/(model|endpoint|modelPackageGroup):|bedrock/(customModel|provisionedModelThroughput|inferenceProfile):"),
    ),
    (
        "model",
        re.compile(r"^azure-native:cognitiveservices:(Deployment|Account)$|^azure-native:machinelearningservices:.*(Model|Endpoint)\w*$"),
    ),
    ("model", re.compile(r"^gcp:vertex/ai(Endpoint|EndpointWithModelGardenDeployment|DeploymentResourcePool)\w*:")),
    (
        "data set",
        re.compile(r"sagemaker/featureGroup:|glue/catalogDatabase:|bedrock/agentKnowledgeBase:|bedrock/agentDataSource:|healthlake/"),
    ),
    ("data set", re.compile(r"^azure-native:machinelearningservices:(Data|Datastore|FeatureStore)\w*$|^azure-native:healthcareapis:")),
    ("data set", re.compile(r"^gcp:(vertex/ai(Dataset|FeatureStore|Index)|bigquery/dataset|healthcare/)\w*:?")),
    ("agent", re.compile(r"bedrock/agent(Agent|Alias|core\w*)\w*:|bedrock/flow:|qbusiness/|lex/")),
    ("agent", re.compile(r"^azure-native:botservice:Bot$|^gcp:diagflow/(cxAgent|agent):|^gcp:discoveryengine/")),
)
"""Kind → type tokens. What runs inside of a container or machine is not seen."""


def inventory(judgement: Judgement, places: Places) -> Inventory:
    """Resources of clouds, Vault and Kubernetes; providers of Pulumi and components are none."""
    held = [one for one in judgement.stack if one.custom and not one.type.startswith("pulumi:")]
    by_zone = Counter(places.zone(one.urn) or NO_ZONE for one in held)
    by_type = Counter(one.type for one in held)
    return Inventory(
        by_zone=dict(sorted(by_zone.items(), key=lambda pair: (-pair[1], pair[0]))),
        by_type=dict(sorted(by_type.items(), key=lambda pair: (-pair[1], pair[0]))),
        stores=tuple(sorted(_stores(judgement), key=lambda store: (store.zone or "~", store.data_class or "~", store.name))),
        things=tuple(thing for one in held if (thing := _thing(one, places)) is not None),
        providers=tuple(
            ProviderReport(name=name, fqdns=tuple(provider.fqdns), baa=provider.baa)
            for name, provider in sorted(judgement.approved.providers.items())
        ),
    )


def _stores(judgement: Judgement) -> Iterator[StoreReport]:
    for node in judgement.graph.nodes.values():
        resource = judgement.stack.by_urn.get(node.key.partition("#")[0])
        if node.kind is NodeKind.STORE and not node.keyed and resource is not None:
            yield StoreReport(name=node.name, type=resource.type, zone=node.zone.value if node.zone else None, data_class=node.data_class)


def _thing(resource: Resource, places: Places) -> Thing | None:
    kind = next((kind for kind, pattern in _KINDS if pattern.search(resource.type)), None)
    return Thing(kind=kind, name=resource.name, type=resource.type, zone=places.zone(resource.urn)) if kind else None
