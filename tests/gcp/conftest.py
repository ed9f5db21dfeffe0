"""What the recorder of Google Cloud answers beside names: functions that bring a service's agent into being, and what data services make up."""

from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime.mocks import MockCallArgs

from tests.gcp import recording

_BEFORE = recording._Gcp.call
_NAMES = recording._answers
LOGS = f"serviceAccount:service-{recording.NUMBER}@gcp-sa-logging.iam.gserviceaccount.com"
TAXONOMY = f"projects/{recording.PROJECT}/locations/{recording.REGION}/taxonomies/1"
ALLOYDB_NAME = "abc.def.europe-west3.alloydb-psc.goog."
ATTACHMENT = "projects/tenant-tp/regions/europe-west3/serviceAttachments/a-1-psc-service-attachment-2"


def _made_up(token: str, name: str, identity: str, inputs: dict[str, Any]) -> dict[str, Any]:
    match token.removeprefix("gcp:"):
        case "sql/databaseInstance:DatabaseInstance":
            return {"pscServiceAttachmentLink": ATTACHMENT, "dnsName": "abc.def.europe-west3.sql.goog."}
        case "alloydb/instance:Instance":
            return {"pscInstanceConfig": {**inputs["pscInstanceConfig"], "serviceAttachmentLink": ATTACHMENT, "pscDnsName": ALLOYDB_NAME}}
        case "vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex":
            return {"privateEndpoints": [{"serviceAttachment": ATTACHMENT}]}
        case "datacatalog/policyTag:PolicyTag":
            return {"name": f"{TAXONOMY}/policyTags/{inputs['displayName']}"}
    return _NAMES(token, name, identity, inputs)


def _answer(self: recording._Gcp, args: MockCallArgs) -> tuple[dict[str, Any], list[Any]]:
    project = args.args.get("project")
    agents = {
        "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": (
            f"service-{recording.NUMBER}@gs-project-accounts",
            "emailAddress",
        ),
        "gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount": (f"bq-{recording.NUMBER}@bigquery-encryption", "email"),
        "gcp:logging/getProjectCmekSettings:getProjectCmekSettings": (f"cmek-p{recording.NUMBER}@gcp-sa-logging", "serviceAccountId"),
    }
    if args.token not in agents:
        return _BEFORE(self, args)[0], []
    who, name = agents[args.token]
    email = f"{who}.iam.gserviceaccount.com"
    return {"id": email, "project": project, name: email, "member": f"serviceAccount:{email}"}, []


@pytest.fixture(autouse=True, scope="session")
def agents() -> Iterator[None]:
    """Every test of Google Cloud's components gets an answer, and what a module builds once does too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording._Gcp, "call", _answer)
        patch.setattr(recording, "_answers", _made_up)
        # A user of PostgreSQL has no host; Google chooses the names of taxonomies and their tags.
        patch.setitem(recording._MADE_UP, "sql/user:User", ("host",))
        patch.setitem(recording._MADE_UP, "datacatalog/taxonomy:Taxonomy", ("name",))
        for kind in ("datacatalog/policyTag:PolicyTag", "vertex/aiIndex:AiIndex", "vertex/aiIndexEndpoint:AiIndexEndpoint"):
            patch.setitem(recording._MADE_UP, kind, ("name",))
        for kind in ("Inspect", "Deidentify"):
            patch.setitem(recording._MADE_UP, f"dataloss/prevention{kind}Template:Prevention{kind}Template", ("name",))
        yield
