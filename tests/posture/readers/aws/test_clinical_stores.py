"""Images and genomes: data stores of HealthImaging and HealthOmics."""

import json
from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import FOREIGN, OURS, OURS_ONLY, STATED, Estate, allow, document, may, trust

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
THEIRS = {"AWS": f"arn:aws:iam::{FOREIGN}:root"}
IMAGES = f"arn:aws:medical-imaging:eu-west-1:{OURS}:datastore/scans"
GENOMES = f"arn:aws:omics:eu-west-1:{OURS}:sequenceStore/1234567890"


def images(clinic: Estate, **more: Any) -> Made:
    return clinic.put("aws-native:healthimaging:Datastore", "scans", zone="phi", data="phi", datastoreName="scans", arn=IMAGES, **more)


def genomes(clinic: Estate, **more: Any) -> Made:
    return clinic.put("aws-native:omics:SequenceStore", "genomes", zone="phi", data="phi", name="genomes", arn=GENOMES, **more)


@pytest.mark.parametrize(
    ("action", "resource", "verdict"),
    [
        ("medical-imaging:GetImageSet", f"{IMAGES}/imageset/*", "violated"),
        ("medical-imaging:SearchImageSets", IMAGES, "violated"),
        ("medical-imaging:GetImageSet", f"{IMAGES}x/*", "proven"),
        ("medical-imaging:ListDatastores", "*", "proven"),
    ],
)
def test_a_partner_who_acts_as_a_role_that_reads_images(clinic: Estate, action: str, resource: str, verdict: str) -> None:
    images(clinic)
    clinic.role("reader", trust(THEIRS), may(action, resource))
    assert clinic.verdicts("state", RESIDENT, "phi-exit") == verdict


@pytest.mark.parametrize(("action", "verdict"), [("omics:GetReadSet", "violated"), ("omics:ListReadSets", "proven")])
def test_a_partner_who_acts_as_a_role_that_reads_genomes(clinic: Estate, action: str, verdict: str) -> None:
    genomes(clinic)
    clinic.role("reader", trust(THEIRS), may(action, f"{GENOMES}/readSet/*"))
    assert clinic.verdicts("state", RESIDENT, "phi-exit") == verdict


@pytest.mark.parametrize(("policies", "verdict"), [([may("medical-imaging:Get*")], "violated"), ([may("s3:*")], "proven")])
def test_images_are_asked_for_by_an_endpoint_of_inference(clinic: Estate, form: str, policies: list[str], verdict: str) -> None:
    images(clinic)
    zone = clinic.zone("inference", "10.2.0.0/16")
    clinic.endpoint(zone, "runtime-medical-imaging", document(OURS_ONLY))
    clinic.function("asks", zone, clinic.role("reader", trust({"Service": "lambda.amazonaws.com"}), *policies))
    assert clinic.verdicts(form, RESIDENT, "phi-redaction") == verdict


@pytest.mark.parametrize(("who", "verdict"), [(THEIRS, "violated"), ({"AWS": f"arn:aws:iam::{OURS}:root"}, "proven")])
def test_whom_a_sequence_store_lets_read_by_its_access_point(clinic: Estate, form: str, who: Any, verdict: str) -> None:
    point = f"arn:aws:s3:eu-west-1:{OURS}:accesspoint/point/object/*"
    genomes(clinic, s3AccessPolicy=document(allow(who, "s3:GetObject", point)))
    assert clinic.verdicts(form, RESIDENT, "phi-exit") == verdict


@pytest.mark.parametrize(("region", "verdict"), [("eu-west-1", "proven"), ("us-east-1", "violated")])
def test_images_stay_in_residency(clinic: Estate, form: str, region: str, verdict: str) -> None:
    clinic.put("aws-native:healthimaging:Datastore", "scans", zone="phi", data="phi", region=region, datastoreName="scans")
    assert clinic.verdicts(form, RESIDENT, "phi-exit") == verdict


@pytest.mark.parametrize(
    ("kind", "inputs", "verdict"),
    [
        ("AWS::HealthImaging::Datastore", {"DatastoreName": "scans"}, "proven"),
        ("AWS::Omics::SequenceStore", {"Name": "genomes"}, "proven"),
        ("AWS::Omics::SequenceStore", {"Name": "genomes", "S3AccessPolicy": {}}, "unproven"),
        ("AWS::Omics::RunCache", {"CacheS3Location": "s3://cache"}, "unproven"),
    ],
)
def test_what_cloud_control_builds(clinic: Estate, form: str, kind: str, inputs: dict[str, Any], verdict: str) -> None:
    tags = [{"Key": "ai-zone", "Value": "phi"}, {"Key": "data-class", "Value": "phi"}]
    state = json.dumps({**inputs, "Tags": tags})
    clinic.put("aws:cloudcontrol/resource:Resource", "built", typeName=kind, desiredState=state)
    assert clinic.verdicts(form, RESIDENT, "phi-exit") == verdict
