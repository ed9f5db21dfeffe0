"""`posture`: judges exported states and previews. Exit: 0 proven, 1 violated, 2 unproven, 3 bad input, or no verdict at all."""

import gc
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Never

import typer

from posture.errors import InputError
from posture.proofs.verdict import Verdict
from posture.report.shown import for_people, lines, write_for_programs

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

EXIT = {Verdict.PROVEN: 0, Verdict.VIOLATED: 1, Verdict.UNPROVEN: 2}
BAD_INPUT = 3


class Format(StrEnum):
    """How to print."""

    TEXT = "text"
    JSON = "json"


class ReportFormat(StrEnum):
    """How to write a report."""

    HTML = "html"
    JSON = "json"
    SARIF = "sarif"
    OSCAL = "oscal"


_kept: list[object] = []
"""What goes with the process: taken apart when a command returns, it would cost for nothing."""


def _config(given: Path | None) -> Path | None:
    """The reviewer's file: by option or environment, never from the judged project."""
    return given or (Path(found) if (found := os.environ.get("POSTURE_CONFIG")) else None)


@app.callback()
def posture() -> None:
    """Proves the zero-trust posture of a Pulumi program from its state or preview: no engine, no login, no network."""


@app.command()
def check(
    files: Annotated[
        list[Path],
        typer.Argument(help="Exported states and previews (`pulumi preview --json --show-sames`), judged as one.", show_default=False),
    ],
    config: Annotated[
        Path | None, typer.Option(help="The reviewer's posture.yaml. Default: $POSTURE_CONFIG; else the ceiling alone.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TEXT,  # noqa: A002  the option's name
    pack: Annotated[
        list[str] | None,
        typer.Option(help="Pack to judge by; may be repeated; `all` is every pack. Default: phi-isolation and zero-trust."),
    ] = None,
) -> None:
    """Judge one stack, or several as one: zones in stacks and accounts of their own."""
    from posture.check import check as judge_stack
    from posture.inputs.several import load_stacks
    from posture.packs.catalogue import joined
    from posture.packs.catalogue import named as packs_named
    from posture.settings.effective import load_settings

    judgement = judge_stack(load_stacks(files), load_settings(_config(config)), *joined(packs_named(tuple(pack) if pack else None)))
    _kept.append(judgement)
    if format is Format.JSON:
        from posture.report.json import to_json

        write_for_programs(to_json(judgement) + "\n")
    else:
        from posture.report.terminal import Terminal
        from posture.report.text import print_judgement

        print_judgement(judgement, Terminal())
    raise typer.Exit(EXIT[judgement.verdict])


@app.command()
def report(
    files: Annotated[
        list[Path],
        typer.Argument(help="Exported states and previews (`pulumi preview --json --show-sames`), judged as one.", show_default=False),
    ],
    config: Annotated[
        Path | None, typer.Option(help="The reviewer's posture.yaml. Default: $POSTURE_CONFIG; else the ceiling alone.")
    ] = None,
    format: Annotated[  # noqa: A002  the option's name
        ReportFormat | None, typer.Option(help="html, json, sarif or oscal. Default: by the ending of -o; else html.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write. Default: standard output.")] = None,
    pack: Annotated[
        list[str] | None,
        typer.Option(help="Pack to judge by; may be repeated. Default: every pack, so that frameworks are judged whole."),
    ] = None,
) -> None:
    """Write what is said of one stack, or of several as one, for a reviewer (HTML) or for programs.

    Exit: as `check` of the same packs.
    """
    from posture.check import check as judge_stack
    from posture.inputs.several import load_stacks
    from posture.packs.catalogue import joined
    from posture.packs.catalogue import named as packs_named
    from posture.report.build import build_report, exit_code
    from posture.report.formats import renderer, write
    from posture.settings.effective import load_settings

    render = renderer(format.value if format is not None else None, output)
    packs = packs_named(tuple(pack) if pack else ("all",))
    judgement = judge_stack(load_stacks(files), load_settings(_config(config)), *joined(packs))
    said = build_report(judgement, packs, files, _config(config))
    write(render(said), output)
    raise typer.Exit(exit_code(said))


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="Id of a theorem or rule, as findings and waivers name it.", show_default=False)],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TEXT,  # noqa: A002  the option's name
) -> None:
    """Say what a theorem or rule asks, why it matters, how to keep it, and which clauses of frameworks it supports."""
    from posture.report.about import about

    found = about(name)
    if format is Format.JSON:
        write_for_programs(found.model_dump_json(indent=2) + "\n")
    else:
        from posture.report.explain import print_about
        from posture.report.terminal import Terminal

        print_about(found, Terminal())


@app.command()
def frameworks(
    names: Annotated[
        list[str] | None, typer.Argument(help="Frameworks by id, or the YAML files of your own. Default: all of ours.", show_default=False)
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print; json has everything that the files say.")] = Format.TEXT,  # noqa: A002
) -> None:
    """List control frameworks: how many theorems and rules support each requirement, and what is not judged."""
    from posture.frameworks.catalogue import named

    found = named(names or ())
    if format is Format.JSON:
        from posture.frameworks.listing import to_json

        write_for_programs(to_json(found) + "\n")
    else:
        from posture.frameworks.listing import print_frameworks
        from posture.report.terminal import Terminal

        print_frameworks(found, Terminal())


@app.command()
def perimeters(
    file: Annotated[Path, typer.Argument(help="Exported state or preview (`pulumi preview --json --show-sames`).", show_default=False)],
    before: Annotated[
        Path | None, typer.Option(help="State before the change, to compare with. Default: what the file itself enforces.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="The reviewer's posture.yaml. Default: $POSTURE_CONFIG; else the ceiling alone.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TEXT,  # noqa: A002  the option's name
) -> None:
    """Show what enforcing the perimeters of VPC Service Controls would change, and which calls it would refuse.

    Exit: 0 none, 1 some, 2 nobody can tell of all.
    """
    from posture.inputs.several import load_stacks
    from posture.perimeters.report import print_report, report, to_json
    from posture.settings.effective import load_settings

    settings = load_settings(_config(config))
    said = report(load_stacks([file]), settings, load_stacks([before]) if before else None)
    if format is Format.JSON:
        write_for_programs(to_json(said) + "\n")
    else:
        from posture.report.terminal import Terminal

        print_report(said, Terminal())
    raise typer.Exit(said.code)


@app.command()
def reach(
    files: Annotated[
        list[Path],
        typer.Argument(help="Exported states and previews (`pulumi preview --json --show-sames`), read as one.", show_default=False),
    ],
    source: Annotated[
        str,
        typer.Option(
            "--from", help="Who connects: a name, `zone:`, `namespace:`, `label:name=value`, an address or `internet`.", show_default=False
        ),
    ],
    target: Annotated[str, typer.Option("--to", help="Who is connected to, in the same words.", show_default=False)],
    config: Annotated[
        Path | None, typer.Option(help="The reviewer's posture.yaml. Default: $POSTURE_CONFIG; else the ceiling alone.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TEXT,  # noqa: A002  the option's name
) -> None:
    """Say who can reach whom, on which ports, and what decides it.

    Exit: 0 nobody, 1 somebody, 2 nobody can tell.
    """
    from posture.inputs.several import load_stacks
    from posture.reach.question import ask
    from posture.settings.effective import approve, load_settings

    stack = load_stacks(files)
    settings = load_settings(_config(config))
    answer = ask(stack, approve(settings, stack), source, target)
    if format is Format.JSON:
        from posture.reach.report import to_json

        write_for_programs(to_json(answer) + "\n")
    else:
        from posture.reach.report import print_answer
        from posture.report.terminal import Terminal

        print_answer(answer, source, target, Terminal())
    raise typer.Exit(answer.code)


def leave(code: int) -> Never:
    """Ends the process at once. Taking a large judgement apart, object by object, costs as much as judging its resources does, and no one needs it.

    What was written is flushed first; where that fails, Python says so as it always does.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


def main(end: Callable[[int], Never] = leave) -> None:
    """Entry point: a fault of the input is one message and exit code 3; so is a wrong call. `end` ends the process; `sys.exit` lets a caller go on.

    What fails in here for another reason is no verdict either: it ends with 3, never with the 1 that Python would leave with.
    """
    gc.disable()  # It ends with its command: what looking for cycles costs, it never gets back.
    for_people()
    # No package that happens to be installed has a say in how the reviewer's files are read, nor is it looked for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        code = _refused(str(error))
    except typer.Exit as done:
        code = done.exit_code
    except typer.Abort:
        code = _refused("stopped; nothing was judged")
    except BrokenPipeError:
        code = _unheard()  # Whoever read went away: there is nobody to tell.
    except Exception as error:  # noqa: BLE001  the last one to know
        code = _failed(error)
    end(code if isinstance(code, int) else 0)


def _unheard() -> int:
    """Standard output takes nothing any more: what is left for it is not tried again when the process ends."""
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open until the process ends
    return BAD_INPUT


def _refused(message: str) -> int:
    sys.stderr.write(f"posture: {lines(message)}\n")
    return BAD_INPUT


def _failed(error: Exception) -> int:
    """A wrong call, in typer's own words (it carries its own copy of click, so the class can't be named); else what went wrong, and where."""
    show = getattr(error, "show", None)
    if show is not None:
        show()
        return BAD_INPUT
    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        _unheard()
        return _refused(f"what it says can't be written: {error.strerror}. There is no verdict.")
    import traceback

    if os.environ.get("POSTURE_TRACEBACK"):
        traceback.print_exception(error)
    here = [frame for frame in traceback.extract_tb(error.__traceback__) if f"{os.sep}posture{os.sep}" in frame.filename]
    place = f", {Path(here[-1].filename).name} line {here[-1].lineno}" if here else ""
    said = (str(error).splitlines() or [""])[0][:200]
    return _refused(
        f"a fault of its own, and no verdict ({type(error).__name__}: {said}{place}). "
        "Report it with what POSTURE_TRACEBACK=1 prints, and with the smallest file that shows it."
    )
