"""The component plugin: what other languages see of the components."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest

import ai_zones.aws
import ai_zones.azure
import ai_zones.gcp
import ai_zones.kubernetes
import ai_zones.vault
from simulator.engine import find_engine

COMPONENTS = Path(__file__).resolve().parents[2] / "components"
PYTHON_ONLY = {"AwsZones", "AzureZones", "GcpZones", "KubernetesPlanFlows"}
"""They take providers or a plan, which only a program can hold."""


def schema(folder: Path) -> dict[str, Any]:
    """What `pulumi package get-schema` prints. Without Pulumi's Python host, an executable starts the plugin as the host would."""
    plugin = folder / "pulumi-resource-ai-zones"
    plugin.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{COMPONENTS}" "$@"\n')
    plugin.chmod(0o755)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    done = subprocess.run(
        [str(find_engine()), "package", "get-schema", str(plugin)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return schema(tmp_path_factory.mktemp("plugin"))


def public() -> set[str]:
    clouds = (ai_zones.aws, ai_zones.azure, ai_zones.gcp, ai_zones.kubernetes, ai_zones.vault)
    exported = [getattr(cloud, name) for cloud in clouds for name in cloud.__all__]
    return {item.__name__ for item in exported if isinstance(item, type) and issubclass(item, pulumi.ComponentResource)}


@pytest.mark.engine
def test_every_component_but_the_composite_is_served(served: dict[str, Any]) -> None:
    assert set(served["resources"]) == {f"ai-zones:index:{name}" for name in public() - PYTHON_ONLY}


@pytest.mark.engine
def test_every_input_and_output_is_documented_for_other_languages(served: dict[str, Any]) -> None:
    bare = [
        f"{token.split(':')[-1]}.{name}"
        for token, resource in served["resources"].items()
        for name, shape in {**resource["inputProperties"], **resource["properties"]}.items()
        if not shape.get("description")
    ]
    assert bare == []


@pytest.mark.engine
def test_structure_is_plain_and_ids_may_be_outputs(served: dict[str, Any]) -> None:
    inputs = served["resources"]["ai-zones:index:AwsServiceEndpoints"]["inputProperties"]
    assert inputs["services"]["plain"] is True
    assert inputs["zone"]["plain"] is True
    assert "plain" not in inputs["vpcId"]
    assert "plain" not in inputs["subnetIds"]


def test_the_plugin_names_the_language_that_serves_it() -> None:
    assert (COMPONENTS / "PulumiPlugin.yaml").read_text() == "runtime: python\n"
    assert shutil.which("sh")
