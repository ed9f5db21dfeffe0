"""Posture and the simulator know the same ARM paths, and neither reads the other's."""

from posture.inputs.arm_ids import arm_paths
from simulator.packages.arm import as_json, paths
from simulator.schema import sdk
from tests.house.checkout import ROOT


def test_posture_and_the_simulator_hold_the_same_paths() -> None:
    kept = (ROOT / "policy-packs/posture/inputs/arm_paths.json").read_text(encoding="utf-8")
    assert kept == as_json(), "run: python -m simulator.packages.arm > policy-packs/posture/inputs/arm_paths.json"
    assert {token: path.template for token, path in paths().items()} == dict(arm_paths())


def test_every_path_is_of_a_type_that_the_sdk_has_and_names_inputs_that_it_takes() -> None:
    from simulator.schema import type_schema

    known = set(sdk("azure-native").tokens())
    assert set(paths()) <= known
    wrong = {token: path.template for token, path in paths().items() if set(path.names) - set(type_schema(token).inputs)}
    assert wrong == {}
