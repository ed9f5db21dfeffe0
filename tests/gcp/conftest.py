"""What the recorder of Google Cloud answers to the few functions that components call: those that bring a service's agent into being."""

from typing import Any

import pytest
from pulumi.runtime.mocks import MockCallArgs

from tests.gcp import recording

_BEFORE = recording._Gcp.call


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


@pytest.fixture(autouse=True)
def agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test of Google Cloud's components gets an answer."""
    monkeypatch.setattr(recording._Gcp, "call", _answer)
