"""Our judgement of pods against Kubernetes' own: each fixture of its admission is judged alike.

Source: the fixtures of the Go module `k8s.io/pod-security-admission` (test/testdata), fetched through the Go module cache.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from posture.pod_security.level import Level, breaches

MODULE = "k8s.io/pod-security-admission@v0.36.3"
NEWEST = "v1.35"
"""The newest version of the standards that has fixtures."""

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the module's fixtures."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("Go is not there to fetch Kubernetes' fixtures; install Go 1.24 or later")
    here = tmp_path_factory.mktemp("fixtures")
    env = {**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}
    done = subprocess.run(
        [go, "mod", "download", "-json", MODULE], cwd=here, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"the Go module {MODULE} can't be fetched: {(done.stderr or done.stdout).strip()[:200]}")
    return Path(json.loads(done.stdout)["Dir"]) / "test/testdata"


def judged(path: Path, level: Level) -> bool:
    """Whether a pod keeps the level."""
    pod: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return not list(breaches(level, pod.get("metadata") or {}, pod["spec"]))


@pytest.mark.parametrize("level", [Level.BASELINE, Level.RESTRICTED])
@pytest.mark.parametrize("admitted", [True, False], ids=["pass", "fail"])
def test_every_pod_is_judged_as_kubernetes_itself_judges_it(fixtures: Path, level: Level, admitted: bool) -> None:
    pods = sorted((fixtures / level / NEWEST / ("pass" if admitted else "fail")).glob("*.yaml"))
    assert len(pods) >= 15, "the module has its fixtures elsewhere"
    assert [path.stem for path in pods if judged(path, level) is not admitted] == []
