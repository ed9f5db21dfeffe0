"""The end of the shared world: refused while something is protected, then empty but for what AWS itself keeps. The last file of this folder."""

import pytest

from simulator.demo.story import Story

pytestmark = pytest.mark.engine


def test_destroy_names_what_is_protected_and_deletes_nothing(clinic: Story) -> None:
    clinic.refuse_to_take_down()


def test_told_so_it_deletes_all_but_what_aws_keeps_and_says_why(clinic: Story, capsys: pytest.CaptureFixture[str]) -> None:
    clinic.take_down()
    held = [one for one in clinic.world.remaining() if one.type == "aws:kms/key:Key (pending deletion)"]
    assert len(held) == 12, "each zone's key, those of backups, alarms, FHIR store and archive"
    assert len({one.account for one in held}) == 8
