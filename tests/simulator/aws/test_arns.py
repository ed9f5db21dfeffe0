"""ARNs of types without rules of their own: whoever reads a state must be able to tell service, region and account."""

from pathlib import Path

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.aws.account import REGION


def made(tmp_path: Path, type_: str, **inputs: object) -> dict[str, object]:
    world = World(tmp_path / "world.sqlite")
    _, outputs = Cloud("aws", world, {"region": REGION}).create(f"urn:pulumi:dev::test::{type_}::own", dict(inputs))
    world.close()
    return outputs


def test_a_job_is_called_by_its_name(tmp_path: Path) -> None:
    job = made(
        tmp_path, "aws:glue/job:Job", roleArn="arn:aws:iam::111122223333:role/job", command={"scriptLocation": "s3://programs/job.py"}
    )
    assert str(job["name"]).startswith("own-")
    assert job["arn"] == f"arn:aws:glue:{REGION}:111122223333:job/{job['name']}"


def test_an_api_says_by_which_arn_it_calls(tmp_path: Path) -> None:
    api = made(tmp_path, "aws:apigatewayv2/api:Api", name="own", protocolType="HTTP")
    assert api["executionArn"] == f"arn:aws:execute-api:{REGION}:111122223333:{api['id']}"


def test_what_no_form_is_known_of_has_an_arn_all_the_same(tmp_path: Path) -> None:
    plan = made(tmp_path, "aws:gamelift/alias:Alias", name="own", routingStrategy={"type": "TERMINAL", "message": "closed"})
    assert str(plan["arn"]).startswith(f"arn:aws:gamelift:{REGION}:111122223333:")


def test_a_cache_alone_is_in_no_group(tmp_path: Path) -> None:
    cache = made(tmp_path, "aws:elasticache/cluster:Cluster", clusterId="own", engine="redis", nodeType="cache.t3.micro", numCacheNodes=1)
    assert cache["replicationGroupId"] == ""


def test_what_the_program_names_is_not_its_own(tmp_path: Path) -> None:
    """Stand-ins are what other resources of a rehearsal are called by: given, they are theirs."""
    task = made(
        tmp_path,
        "aws:dms/replicationTask:ReplicationTask",
        replicationTaskId="move",
        migrationType="cdc",
        tableMappings='{"rules": []}',
        replicationInstanceArn="sim-replicationInstanceArn-5fe117d5",
        sourceEndpointArn="sim-endpointArn-296976bc",
        targetEndpointArn="sim-endpointArn-d6fb2494",
    )
    assert (task["sourceEndpointArn"], task["targetEndpointArn"]) == ("sim-endpointArn-296976bc", "sim-endpointArn-d6fb2494")
