"""One round is one verb with one kind of fault, over all resources. Rounds are kept as lines of a file; a round that is run again replaces itself."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.outcomes import Outcome


@dataclass(frozen=True)
class Round:
    """What became of one verb and kind."""

    verb: str
    kind: str
    way: str
    """`rolling`, `groups` or `one by one`."""
    outcomes: list[Outcome]
    never: list[str]
    """Planned faults whose call never came."""
    wrong: list[str]
    """What went wrong, in words."""
    minutes: float

    @property
    def converged(self) -> bool:
        """Whether all is as if nothing had happened, by a second run or by recovery."""
        return not self.never and not self.wrong and all(one.converged for one in self.outcomes)


def add(file: Path, done: Round) -> None:
    """Keep a round."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write(json.dumps(asdict(done)) + "\n")


def read(file: Path) -> list[Round]:
    """The rounds of a file, the last of each verb and kind."""
    return list({(one.verb, one.kind): one for one in _lines(file)}.values())


def _lines(file: Path) -> Iterator[Round]:
    for line in file.read_text(encoding="utf-8").splitlines():
        written = json.loads(line)
        yield Round(**{**written, "outcomes": [Outcome(**one) for one in written["outcomes"]]})
