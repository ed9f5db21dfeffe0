"""Projects that stand already: whoever adopts one reads what somebody else made, so nothing of this world need have made it.

Which stand is said by `SIMULATOR_GCP_ADOPTED` (`gcp_services`): without it, every project whose id no program here ever held.
Source: Cloud Resource Manager API, projects.get; Terraform google provider, google_project ("Import").
"""

import json

from simulator.packages.gcp_paths import last
from simulator.packages.gcp_services import PROJECT, number_of_project, stands
from simulator.world import Object, World


def adopted(world: World, type_: str, id_: str) -> Object | None:
    """The project that is read; None for another type, and for a project that was made here and deleted."""
    name = last(id_)
    if type_ != PROJECT or not name or not stands(world, name) or _was_made_here(world, name):
        return None
    shown = {
        "projectId": name,
        "name": name,
        "number": number_of_project(world, name),
        "billingAccount": "000000-000000-000000",
        "autoCreateNetwork": True,
        "labels": {},
        "effectiveLabels": {},
        "pulumiLabels": {},
        "tags": {},
        "deletionPolicy": "PREVENT",
    }
    identity = f"projects/{name}"
    return Object(PROJECT, identity, name, "global", {**shown, "id": identity})


def _was_made_here(world: World, name: str) -> bool:
    return any(type_.startswith(PROJECT) and json.loads(words) == [name] for type_, _, words, _ in world.reserved())
