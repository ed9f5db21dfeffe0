"""Pipelines of OpenSearch Ingestion: what their configuration takes in, and where it carries it."""

import json
from typing import Any

import pytest

from posture.values import UNKNOWN
from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import OURS, STATED, Estate

PIPELINE = "aws:opensearchingest/pipeline:Pipeline"
OURS_ALONE: dict[str, Any] = {"s3": {"bucket": "clinic-records", "codec": {"ndjson": {}}}}
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n" for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
"""A page that is a billion words long when it is written out."""


def pipeline(clinic: Estate, body: Any) -> Made:
    zone = clinic.zone("phi")
    clinic.put("aws:s3/bucket:Bucket", "records", data="phi", bucket="clinic-records", arn="arn:aws:s3:::clinic-records")
    arn = f"arn:aws:kinesis:eu-west-1:{OURS}:stream/feed"
    clinic.put("aws:kinesis/stream:Stream", "feed", data="phi", name="feed", arn=arn)
    return clinic.put(PIPELINE, "pipeline", vpcOptions={"subnetIds": [zone.subnet.id]}, pipelineConfigurationBody=body)


def body(*sinks: Any) -> str:
    return json.dumps({"version": "2", "feed": {"source": {"kinesis": {"streams": [{"stream_name": "feed"}]}}, "sink": list(sinks)}})


@pytest.mark.parametrize(
    ("sink", "verdict"),
    [
        (OURS_ALONE, "proven"),
        ({"s3": {"bucket": "somebodys"}}, "unproven"),
        ({"s3": {**OURS_ALONE["s3"], "dlq": {"s3": {"bucket": "somebodys"}}}}, "unproven"),
        ({"opensearch": {"hosts": ["https://search-notes.eu-west-1.es.amazonaws.com"]}}, "unproven"),
        ({"pipeline": {"name": "next"}}, "proven"),
        ({"stdout": {}}, "unproven"),
        ("s3", "unproven"),
    ],
    ids=lambda value: value if isinstance(value, str) else json.dumps(value),
)
def test_a_pipeline_carries_what_it_takes_to_its_sinks(clinic: Estate, form: str, sink: Any, verdict: str) -> None:
    pipeline(clinic, body(sink))
    assert clinic.verdicts(form, STATED).split()[0] == verdict


@pytest.mark.parametrize("text", [UNKNOWN, "", "version: [", "just words", "version: 2", LAUGHS], ids=repr)
def test_a_configuration_that_cannot_be_read_leaves_it_open(clinic: Estate, form: str, text: Any) -> None:
    pipeline(clinic, text)
    assert clinic.verdicts(form, STATED).split()[0] == "unproven"
