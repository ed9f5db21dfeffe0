"""Outputs are awaited by looking: the same answers as the SDK's own way, and its place in the SDK is still where it was."""

import asyncio
import inspect

from pulumi.runtime import stack

from simulator.waiting import wait_by_looking


async def _after(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


async def _waited() -> tuple[list[set[float]], list[int]]:
    pending = {asyncio.ensure_future(_after(seconds)) for seconds in (0, 0.05, 0.05)}
    done, left = [], []
    while pending:
        ready, pending = await vars(stack)["asyncio"].wait(pending, return_when=asyncio.FIRST_COMPLETED)
        done.append({task.result() for task in ready})
        left.append(len(pending))
    return done, left


def test_each_round_gives_what_is_done_and_keeps_the_rest() -> None:
    wait_by_looking()
    # `asyncio.run` would leave the thread without a loop, and Pulumi's own tests ask for the thread's.
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(_waited()) == ([{0}, {0.05}], [2, 0])
    finally:
        loop.close()


def test_the_sdk_still_waits_for_the_first_of_all_outputs() -> None:
    """When this fails, the SDK waits in another way, and `simulator/waiting.py` may be of no use any more."""
    assert "asyncio.wait(" in inspect.getsource(stack.wait_for_rpcs)
    assert "return_when=asyncio.FIRST_COMPLETED" in inspect.getsource(stack.wait_for_rpcs)
