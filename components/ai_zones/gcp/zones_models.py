"""What zones that run or train models have: Vertex AI under the zone's key, endpoints of their own models, an index of vectors, notebooks; and what stands
between words and models: templates that take identifiers out, a shield for prompts.

Google's own models (Gemini) need none of it: they answer at the zone's road to Google's APIs, where the plan lists `aiplatform`.
Sources: those of the components; docs/decisions/0012.
"""

from ai_zones.gcp.deidentification_templates import GcpDeidentificationTemplates
from ai_zones.gcp.model_endpoint import GcpModelEndpoint
from ai_zones.gcp.prompt_shield import GcpPromptShield
from ai_zones.gcp.service_agents import KeyUse
from ai_zones.gcp.vector_search import GcpVectorSearch
from ai_zones.gcp.vertex_metadata import GcpVertexMetadata
from ai_zones.gcp.workbench import GcpWorkbench
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.plan import ZoneName


def build_models(built: Built, zone: ZoneName) -> None:
    """The zone's metadata store, and an endpoint for each model of its own. Its own network alone connects until the settings name others."""
    zones = built.zones
    if not zones.uses_vertex(zone):
        return
    place = {key: value for key, value in zones.place(zone).items() if key != "labels"}
    metadata = GcpVertexMetadata(
        zones.name(zone, "vertex"),
        loose({**place, "zone": zone.value, "kms_key": built.key(zone, KeyUse.VERTEX), "removable": zones.removable}),
        built.keyed_options(zone),
    )
    for label, given in sorted(zones.models.get(zone, {}).items()):
        args = {"zone": zone.value, "kms_key": built.key(zone, KeyUse.VERTEX), "consumer_projects": [zones.project(zone)], "label": label}
        GcpModelEndpoint(
            zones.name(zone, "model", label), loose({**zones.place(zone), **args, **given}), built.keyed_options(zone, metadata)
        )


def build_vectors(built: Built, zone: ZoneName) -> GcpVectorSearch | None:
    """Vector search of a zone, for what outgrows the database's own vectors."""
    zones = built.zones
    if zone not in zones.vectors:
        return None
    args = built.service_args(zone, KeyUse.VERTEX, **{"consumer_projects": [zones.project(zone)], **zones.vectors[zone]})
    return GcpVectorSearch(zones.name(zone, "vectors"), args, built.keyed_options(zone))


def build_words(built: Built, zone: ZoneName) -> None:
    """Templates that find and replace identifiers, and the shield that prompts pass, which finds the same."""
    zones = built.zones
    place = {**zones.place(zone), "zone": zone.value}
    templates = None
    if zone in zones.deidentification:
        unlabelled = {key: value for key, value in place.items() if key != "labels"}
        templates = GcpDeidentificationTemplates(
            zones.name(zone, "templates"), loose({**unlabelled, **zones.deidentification[zone]}), built.options(zone)
        )
    if zone in zones.shields:
        finds = {"inspect_template": templates.inspect_template} if templates is not None else {}
        GcpPromptShield(zones.name(zone, "shield"), loose({**place, **finds, **zones.shields[zone]}), built.options(zone, templates))


def build_notebooks(built: Built, zone: ZoneName) -> None:
    """Notebooks of training."""
    zones = built.zones
    for label, given in sorted(zones.notebooks.get(zone, {}).items()):
        network = built.networks[zone]
        own = {"network": network.network, "subnetwork": network.workload_subnetwork, "label": label}
        args = built.service_args(zone, KeyUse.COMPUTE, **{**own, **given})
        GcpWorkbench(zones.name(zone, "notebook", label), args, built.keyed_options(zone, network))
