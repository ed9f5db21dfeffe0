"""How the program's outputs are awaited: by looking again, in place of the SDK's own way, which takes half of a large rehearsal's time.

At the end of a program the SDK waits for the first of all outstanding outputs, again and again, and adds a callback to each of them and takes
it away each time (pulumi 3, `runtime/stack.py`, `wait_for_rpcs`): the square of their number, tens of thousands in a clinical stack.
Looking a hundred times a second which are done answers the same.
"""

import asyncio
from collections.abc import Collection
from typing import Any

from pulumi.runtime import stack

_SECONDS = 0.01


class _Asyncio:
    """The module `asyncio` as the SDK's `stack` module sees it, with another `wait`."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def wait(
        tasks: Collection[asyncio.Future[Any]], *, return_when: str
    ) -> tuple[set[asyncio.Future[Any]], set[asyncio.Future[Any]]]:
        """The tasks that are done, one at least, and the others."""
        if return_when != asyncio.FIRST_COMPLETED:
            return await asyncio.wait(tasks, return_when=return_when)
        while not any(task.done() for task in tasks):
            await asyncio.sleep(_SECONDS)
        done = {task for task in tasks if task.done()}
        return done, set(tasks) - done


def wait_by_looking() -> None:
    """From now on in this process."""
    vars(stack)["asyncio"] = _Asyncio()
