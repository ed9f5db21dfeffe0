"""Faces found in video of a ward go into a stream."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, role, statement

PHI = {"ai-zone": "phi", "data-class": "phi"}
found = aws.kinesis.Stream("found", name="found", stream_mode_details={"stream_mode": "ON_DEMAND"}, tags=PHI)
ward = aws.kinesis.VideoStream("ward", name="ward", data_retention_in_hours=24, tags=PHI)
faces = aws.rekognition.Collection("staff", collection_id="staff")
aws.rekognition.StreamProcessor(
    "ward",
    name="ward",
    role_arn=role("ward", "rekognition", statement("kinesis:PutRecord")).arn,
    input={"kinesis_video_stream": {"arn": ward.arn}},
    output={"kinesis_data_stream": {"arn": f"arn:aws:kinesis:eu-west-1:{VENDOR}:stream/found"}},
    settings={"face_search": {"collection_id": faces.collection_id}},
    tags={"ai-zone": "phi"},
)
