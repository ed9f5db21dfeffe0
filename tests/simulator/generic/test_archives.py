"""Archives hold assets: what the world keeps of them is plain data at every depth."""

from simulator.cloud import Cloud
from simulator.values import Blob
from simulator.world import World
from tests.simulator.generic.conftest import urn

FUNCTION = "aws:lambda/function:Function"


def test_an_archive_of_assets_is_created_and_kept(world: World, cloud: Cloud) -> None:
    code = Blob("archive", {"assets": {"index.py": Blob("asset", {"text": "..."})}})
    inputs, faults = cloud.check(urn(FUNCTION, "f"), {}, {"role": "arn:aws:iam::222233334444:role/f", "code": code})
    assert faults == []
    cloud.create(urn(FUNCTION, "f"), inputs)
    [kept] = world.by_urn(urn(FUNCTION, "f"))
    assert kept.inputs["code"] == {"assets": {"index.py": {"text": "..."}}}
