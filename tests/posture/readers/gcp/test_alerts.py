"""What an alert draws out of log entries is told to whoever its channels name; an alert that draws nothing tells nothing of records."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import T1, Gcp

MATCHED = {"filter": 'resource.type="gcs_bucket"'}
DRAWN = {**MATCHED, "labelExtractors": {"patient": "EXTRACT(protoPayload.resourceName)"}}


def told(*conditions: dict[str, Any]) -> Gcp:
    program = Gcp()
    program.project()
    network = program.network()
    program.subnet("a", network)
    program.close_names(network)
    program.deny_egress(network)
    channel = program.add("monitoring:NotificationChannel", "people", type="webhook_tokenauth", labels={"url": "https://alerts.example"})
    given: Any = {"displayName": "buckets", "combiner": "OR", "notificationChannels": [channel.id]}
    program.add("monitoring:AlertPolicy", "buckets", conditions=[{"displayName": "x", **one} for one in conditions], **given)
    program.add("iap:Settings", "asked", name="projects/acme-prod-phi/iap_web")
    return program


def test_an_alert_that_draws_nothing_out_of_entries_moves_nothing(form: str) -> None:
    assert told({"conditionMatchedLog": MATCHED}).verdicts(form)[T1] == "proven"
    assert (
        told({"conditionThreshold": {"filter": 'metric.type="a/b"', "comparison": "COMPARISON_LT", "duration": "0s"}}).verdicts(form)[T1]
        == "proven"
    )


@pytest.mark.parametrize("condition", [{"conditionMatchedLog": DRAWN}, {"conditionSql": {"query": "SELECT * FROM `logs`"}}])
def test_an_alert_that_draws_content_out_of_entries_is_not_proven(form: str, condition: dict[str, Any]) -> None:
    assert told({"conditionMatchedLog": MATCHED}, condition).verdicts(form)[T1] == "unproven"
