"""Programs for version 6 of the provider name buckets BucketV2: settings and policies take them as they take buckets."""

from pathlib import Path

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.aws.account import REGION


def urn(type_: str) -> str:
    return f"urn:pulumi:dev::test::{type_}::own"


def test_a_policy_and_a_block_of_public_access_stand_at_a_bucket_of_version_6(tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    cloud = Cloud("aws", world, {"region": REGION})
    bucket, _ = cloud.create(urn("aws:s3/bucketV2:BucketV2"), {"bucket": "clinic-pages"})
    block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    assert cloud.create(urn(block), {"bucket": bucket, "blockPublicPolicy": True})[1]["bucket"] == bucket
    policy = '{"Version": "2012-10-17", "Statement": []}'
    assert cloud.create(urn("aws:s3/bucketPolicy:BucketPolicy"), {"bucket": bucket, "policy": policy})[1]["bucket"] == bucket
    world.close()
