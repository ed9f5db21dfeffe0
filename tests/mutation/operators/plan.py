"""The plan that a program registers itself: one more flow, one more provider. (Being written.)"""

from collections.abc import Callable, Iterator

from tests.mutation.mutant import Mutant
from tests.mutation.program import Program, Row

OPERATORS: tuple[Callable[[Program, Row], Iterator[Mutant]], ...] = ()
