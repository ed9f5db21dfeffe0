"""A function of the second generation stands on a Cloud Run service of the same name, on which it is granted who may call it.

Sources: Cloud Run functions documentation, "Compare Cloud Run functions", "Authorize access with IAM" (the invoker's role is granted on the underlying
Cloud Run service); Terraform google provider, google_cloudfunctions2_function (`service_config.service`, `service_config.uri`).
"""

from simulator.rules import Action, Properties
from simulator.rules.gcp.common import inner, listed, part, with_subnetworks
from simulator.rules.gcp.serverless import function

_SERVICE = "gcp:cloudrunv2/service:Service"


@function.computes
def where_it_is_called(action: Action) -> Properties:
    """The address and the path of its service."""
    before = inner((action.old.outputs if action.verb == "update" and action.old else {}).get("serviceConfig"))
    project, place, name = part(action.id, "projects"), part(action.id, "locations"), str(action.inputs["name"])
    uri = before.get("uri") or f"https://{name}-{action.hex(10)}-{place.partition('-')[0][:2]}.a.run.app"
    service = f"projects/{project}/locations/{place}/services/{name}"
    shown = {**inner(action.outputs.get("serviceConfig")), "uri": uri, "service": service}
    if faces := with_subnetworks(action, listed(shown.get("directVpcNetworkInterfaces")), place):
        shown["directVpcNetworkInterfaces"] = faces
    return {"serviceConfig": shown}


@function.after("create")
def its_service_stands(action: Action) -> None:
    """It goes with the function."""
    config = inner(action.outputs.get("serviceConfig"))
    project, place = part(action.id, "projects"), part(action.id, "locations")
    shown = {"name": action.inputs["name"], "location": place, "project": project, "uri": config.get("uri")}
    action.keep(_SERVICE, str(config["service"]), shown)
