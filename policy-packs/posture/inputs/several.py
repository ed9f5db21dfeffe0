"""Several files → one stack: zones that stand in stacks and accounts of their own are judged as one graph.

A URN holds project and stack, so resources of two stacks never collide; each file's providers, default tags and configuration are
already with its resources (`Resource.provider`). What joins the stacks are literals (ids, ARNs, names) and stack references.

Sources: Pulumi documentation, "Resource names: URNs", "Stacks: StackReference".
"""

from collections.abc import Sequence
from pathlib import Path

from posture.errors import InputError
from posture.inputs.load import load_stack
from posture.inputs.urns import project_and_stack
from posture.stack import Form, Stack


def load_stacks(paths: Sequence[Path]) -> Stack:
    """Reads every file, and joins them. Raises `InputError` with one message, also for a stack that is given twice."""
    _refuse_twice(paths)
    return join([load_stack(path) for path in paths])


def join(stacks: Sequence[Stack]) -> Stack:
    """All resources of the stacks as one stack. A preview among them makes the whole a preview. Raises `InputError` for a stack that is given twice."""
    if len(stacks) == 1:
        return stacks[0]
    from posture.inputs.adoption import as_one
    from posture.inputs.handover import hand_over

    _refuse_same_stack(stacks)
    form = Form.STATE if all(stack.form is Form.STATE for stack in stacks) else Form.PREVIEW
    return Stack(
        as_one(hand_over(stacks)), form, " + ".join(stack.name for stack in stacks), tuple(one for stack in stacks for one in stack.pending)
    )


def _refuse_twice(paths: Sequence[Path]) -> None:
    seen: dict[Path, Path] = {}
    for path in paths:
        same = seen.setdefault(path.resolve(), path)
        if same is not path:
            raise InputError(f"{path}: given twice{'' if same == path else f' (it is {same})'}. Name each file once.")


def _refuse_same_stack(stacks: Sequence[Stack]) -> None:
    owner: dict[tuple[str, str], Stack] = {}
    for stack in stacks:
        for program in programs(stack):
            other = owner.setdefault(program, stack)
            if other is not stack:
                project, name = program
                raise InputError(
                    f"{stack.name}: stack {name} of project {project} is in {other.name} too: its resources would stand for each other. "
                    "Give one file a stack: its state, or its preview."
                )


def programs(stack: Stack) -> list[tuple[str, str]]:
    """(project, stack) of every URN in the file, usually one."""
    return list(dict.fromkeys(project_and_stack(resource.urn) for resource in stack))
