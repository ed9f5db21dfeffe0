"""A model of the inference zone on an endpoint of Private Service Connect."""

from pulumi_gcp import vertex

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
vertex.AiEndpoint(
    "chat",
    name="1234567890",
    display_name="chat",
    project=llm.project.project_id,
    location=shared.REGION,
    region=shared.REGION,
    labels={"ai-zone": "inference"},
    private_service_connect_config={"enable_private_service_connect": True, "project_allowlists": [shared.LLM]},
    opts=shared.enable("aiplatform", llm),
)
