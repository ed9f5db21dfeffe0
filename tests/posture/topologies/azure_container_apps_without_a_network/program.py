"""A container of the records' zone in an environment without a network."""

from pulumi_azure_native import app

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
environment = app.ManagedEnvironment(
    "ward-apps", resource_group_name=rg.name, environment_name="ward-apps", zone_redundant=False, tags={"ai-zone": "phi"}
)
app.ContainerApp(
    "letters",
    resource_group_name=rg.name,
    container_app_name="letters",
    managed_environment_id=environment.id,
    configuration={"ingress": {"external": True, "target_port": 8080}},
    template={"containers": [{"name": "letters", "image": "letters:1"}]},
    tags={"ai-zone": "phi"},
)
