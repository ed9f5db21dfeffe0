"""A stack on a real API server: what it accepts, keeps and gives back."""

from pathlib import Path

import pytest

from simulator.clusters import Cluster
from tests.live.clusters import Rehearse

pytestmark = [pytest.mark.live, pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
ZONE = Path(__file__).parents[1] / "simulator" / "kubernetes" / "zone"


def test_a_stack_is_built_once_shows_no_drift_and_leaves_nothing(rehearse: Rehearse, cluster: Cluster) -> None:
    rehearsal = rehearse(ZONE, "small")
    count = rehearsal.preview().operations["create"]
    assert rehearsal.up().operations == {"create": count}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": count}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": count}
    assert rehearsal.destroy().operations == {"delete": count}
