"""`python -m simulator`: rehearse a stack without an account. Exit codes: 0 done, 1 violated or refused, 2 unproven, 3 bad input, 4 failed."""

import gc
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console
from rich.markup import escape

from simulator.errors import UserError
from simulator.live.options import RealKubernetes, RealVault

app = typer.Typer(
    help="Rehearse a stack: the real Pulumi engine against SIMULATED clouds. No account is touched.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)

StackName = Annotated[str, typer.Argument(metavar="STACK", help="Name of a stack, as in Pulumi.<stack>.yaml.")]
Where = Annotated[Path, typer.Option("--project", help="Folder of the Pulumi project.")]
WorldFolder = Annotated[Path | None, typer.Option("--world", help="Folder of the simulated world. Default: .simulated in the project.")]
Packs = Annotated[
    list[Path] | None, typer.Option("--packs", help="Policy pack that judges first; may be repeated. Default: the project's own.")
]
NoPacks = Annotated[bool, typer.Option("--no-packs", help="Rehearse unjudged.")]
PackConfig = Annotated[
    list[Path] | None,
    typer.Option("--pack-config", help="Configuration of each pack, in the same order (JSON). Default: each pack's own strict.json."),
]
OtherProgram = Annotated[Path | None, typer.Option("--program", help="Folder of another program for the same stack: what if it were this?")]
PostureConfig = Annotated[Path | None, typer.Option("--posture", help="The reviewer's posture.yaml (POSTURE_CONFIG).")]
FaultsFile = Annotated[Path | None, typer.Option("--faults", help="YAML list of faults to inject; see simulator/faults.py.")]
ExpectNoChanges = Annotated[bool, typer.Option("--expect-no-changes", help="Fail when anything would change.")]
LetUnproven = Annotated[
    bool,
    typer.Option(
        "--let-unproven",
        help="Go on where nothing is violated: for one of several stacks, which `posture check` judges together afterwards.",
    ),
]
SkipPreview = Annotated[
    bool, typer.Option("--skip-preview", help="Update at once: the packs judge in the update, and what they refuse is half built.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every resource.")]


@app.command()
def preview(
    stack: StackName,
    project: Where = Path(),
    world: WorldFolder = None,
    packs: Packs = None,
    no_packs: NoPacks = False,
    pack_config: PackConfig = None,
    posture: PostureConfig = None,
    program: OtherProgram = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the engine's preview JSON, with --show-sames.")] = None,
    vault: RealVault = None,
    kubernetes: RealKubernetes = None,
    verbose: Verbose = False,
) -> None:
    """Show what would be built, judged by the policy packs."""
    with _speaking():
        rehearsal = _rehearsal(
            stack, project, world, packs, no_packs, pack_config, posture, program, servers={"vault": vault, "kubernetes": kubernetes}
        )
        _preview(rehearsal, verbose, json_file)
        if json_file:
            _out.print(f"preview JSON: {json_file}")


@app.command()
def up(
    stack: StackName,
    project: Where = Path(),
    world: WorldFolder = None,
    packs: Packs = None,
    no_packs: NoPacks = False,
    pack_config: PackConfig = None,
    posture: PostureConfig = None,
    faults: FaultsFile = None,
    expect_no_changes: ExpectNoChanges = False,
    let_unproven: LetUnproven = False,
    skip_preview: SkipPreview = False,
    vault: RealVault = None,
    kubernetes: RealKubernetes = None,
    verbose: Verbose = False,
) -> None:
    """Build it in the simulated world, once the packs have found nothing in the preview."""
    with _speaking():
        servers = {"vault": vault, "kubernetes": kubernetes}
        rehearsal = _rehearsal(stack, project, world, packs, no_packs, pack_config, posture, let_unproven=let_unproven, servers=servers)
        if not skip_preview:
            _preview(rehearsal, verbose)
        _plan_faults(rehearsal, faults)
        report = rehearsal.up(_progress(verbose), expect_no_changes)
        _summary(f"SIMULATED update, {_judges(rehearsal)}" if skip_preview else "SIMULATED update", report.operations)


@app.command()
def refresh(
    stack: StackName,
    project: Where = Path(),
    world: WorldFolder = None,
    expect_no_changes: ExpectNoChanges = False,
    vault: RealVault = None,
    kubernetes: RealKubernetes = None,
    verbose: Verbose = False,
) -> None:
    """Read the simulated world back into the state."""
    with _speaking():
        rehearsal = _rehearsal(stack, project, world, None, True, None, None, servers={"vault": vault, "kubernetes": kubernetes})
        report = rehearsal.refresh(_progress(verbose), expect_no_changes)
        _summary("SIMULATED refresh", report.operations)


@app.command()
def destroy(
    stack: StackName,
    project: Where = Path(),
    world: WorldFolder = None,
    remove_protected: Annotated[bool, typer.Option("--remove-protected", help="Unprotect what is protected, then delete it too.")] = False,
    faults: FaultsFile = None,
    vault: RealVault = None,
    kubernetes: RealKubernetes = None,
    verbose: Verbose = False,
) -> None:
    """Delete it from the simulated world. Refused while something is protected."""
    with _speaking():
        from simulator.protection import protected, unprotect

        rehearsal = _rehearsal(stack, project, world, None, True, None, None, servers={"vault": vault, "kubernetes": kubernetes})
        deployment = rehearsal.export()["deployment"]
        held = protected(deployment, rehearsal.world)
        if held and not remove_protected:
            _err.print(f"[bold red]destroy refused[/]: {len(held)} resources are protected:")
            for one in held:
                _err.print(f"  {escape(one.type)} [bold]{escape(one.name)}[/]: {escape(one.by)}")
            _err.print("Nothing was deleted. If their data may go: --remove-protected")
            raise typer.Exit(1)
        if held:
            rehearsal.rewrite(unprotect(deployment, rehearsal.world))
            _out.print(f"{len(held)} resources unprotected")
        _plan_faults(rehearsal, faults)
        report = rehearsal.destroy(_progress(verbose, "deleted", "delete"))
        _summary("SIMULATED destroy", report.operations)
        _remaining(rehearsal.world)
        from simulator.live.choice import end_if_empty

        for package in end_if_empty(rehearsal.home.folder, rehearsal.world):
            _out.print(f"The server of {package} is stopped: nothing is left in it.")


@app.command()
def recover(stack: StackName, project: Where = Path(), world: WorldFolder = None) -> None:
    """List what an interrupted update made that no state knows, and say what to do about it. Changes nothing."""
    with _speaking():
        from simulator.recovery import find_leftovers, told

        rehearsal = _rehearsal(stack, project, world, None, True, None, None)
        leftovers = find_leftovers(rehearsal.export()["deployment"], rehearsal.preview_json(), rehearsal.world)
        for line in told(leftovers):
            _out.print(escape(line))


@app.command()
def export(
    stack: StackName,
    project: Where = Path(),
    world: WorldFolder = None,
    file: Annotated[Path | None, typer.Option("--file", help="Write here instead of to standard output.")] = None,
) -> None:
    """Write the state, as `pulumi stack export` does."""
    with _speaking():
        text = json.dumps(_rehearsal(stack, project, world, None, True, None, None).export(), indent=2)
        if file:
            file.write_text(text)
        else:
            sys.stdout.write(text + "\n")


@app.command("world")
def show_world(
    project: Where = Path(), world: WorldFolder = None, history: Annotated[bool, typer.Option(help="What happened, in order.")] = False
) -> None:
    """List what exists in the simulated world."""
    with _speaking():
        from simulator.world import World

        file = _home_folder(project, world) / "world.sqlite"
        if not file.exists():
            raise UserError(f"{file}: there is no world yet; `python -m simulator up <stack>` makes one")
        opened = World(file)
        if history:
            for verb, type_, id_, urn, note in opened.history():
                _out.print(escape(f"{verb:10} {type_} {id_} {(urn or '').rsplit('::', 1)[-1]} {note}".rstrip()))
        else:
            _remaining(opened, everything=True)


@app.command()
def coverage(
    package: Annotated[str, typer.Argument(help="Provider package.")] = "aws",
    project: Where = Path(),
    world: WorldFolder = None,
    all_rules: Annotated[bool, typer.Option("--all", help="All types that have rules, not only those in the world.")] = False,
) -> None:
    """Say for each type where the simulator's knowledge comes from."""
    with _speaking():
        from simulator.coverage import coverage_table, types_in_world

        used = None if all_rules else types_in_world(_home_folder(project, world) / "world.sqlite", package)
        _out.print(coverage_table(package, used))


def main() -> int:
    """Entry point."""
    gc.disable()  # It ends with its command: a sixth of its processor time went into looking for cycles, for little memory.
    app()
    return 0


def _rehearsal(
    stack: str,
    project: Path,
    world: Path | None,
    packs: list[Path] | None,
    no_packs: bool,
    pack_configs: list[Path] | None,
    posture: Path | None,
    program: Path | None = None,
    let_unproven: bool = False,
    servers: dict[str, str | None] | None = None,
) -> Any:
    from simulator.home import Home
    from simulator.live.choice import bring_up
    from simulator.project import Project
    from simulator.runner import Rehearsal, pack_configs_of, packs_of, quiet_about_abandoned_coroutines

    quiet_about_abandoned_coroutines()
    found = Project.find(project)
    if program:
        found = found.with_program(program)
    found.settings(stack)  # A wrong name ends here, before the engine is looked for.
    home = Home((world or found.root / ".simulated").resolve(), {"POSTURE_CONFIG": str(_existing(posture))} if posture else {})
    chosen = packs_of(found, packs or [], no_packs)
    _err.print(f"[bold yellow]SIMULATED[/]: no account is touched. World: {escape(str(home.folder))}")
    for line in bring_up(home.folder, servers or {}):
        _err.print(f"[bold yellow]REAL[/]: {escape(line)}")
    configs = pack_configs_of(chosen, [_existing(config) for config in pack_configs or []], home, strict=not let_unproven)
    rehearsal = Rehearsal(found, stack, home, [pack.resolve() for pack in chosen], configs, let_unproven)
    _ = rehearsal.stack
    return rehearsal


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UserError(f"{path}: there is no such file")
    return path.resolve()


def _home_folder(project: Path, world: Path | None) -> Path:
    from simulator.project import Project

    return (world or Project.find(project).root / ".simulated").resolve()


def _preview(rehearsal: Any, verbose: bool, json_file: Path | None = None) -> None:
    report = rehearsal.preview(_progress(verbose, "planned"), json_file=json_file)
    _summary(f"SIMULATED preview, {_judges(rehearsal)}", report.operations)
    undecided = [finding for finding in report.findings if finding.unproven]
    for finding in report.findings:
        if finding not in undecided:
            _out.print(f"  [yellow]{finding.level}[/] {escape(finding.policy)}: {escape(finding.message)}")
    if undecided:
        _out.print(f"  [yellow]unproven[/]: {len(undecided)} findings about what stands outside this stack; judge the stacks together")


def _judges(rehearsal: Any) -> str:
    judges = ", ".join(pack.name for pack in rehearsal.packs)
    return f"judged by {judges}" if judges else "[bold]unjudged[/]"


def _plan_faults(rehearsal: Any, file: Path | None) -> None:
    if file is None:
        return
    from simulator.faults import Faults

    written = yaml.safe_load(_existing(file).read_text())
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise UserError(f"{file}: must be a list of faults, such as - {{verb: create, nth: 2, does: fail}}")
    Faults(rehearsal.world).plan(written)


_SIGNS = {"create": "[green]+[/]", "update": "[yellow]~[/]", "delete": "[red]-[/]", "replace": "[magenta]±[/]"}


_EACH = 250


def _progress(verbose: bool, done: str = "created", expected: str = "create") -> Callable[[str, str, str], None] | None:
    """Names every operation; those that are expected of the command only where it is verbose, else it counts them."""
    seen = Counter[str]()

    def show(operation: str, type_: str, name: str) -> None:
        seen[operation] += 1
        if verbose or operation != expected:
            _out.print(f"  {_SIGNS.get(operation, escape(operation))} {escape(type_)} [bold]{escape(name)}[/]")
        elif seen[operation] % _EACH == 0:
            _out.print(f"  [dim]{seen[operation]} {done} …[/]")

    return show


def _summary(title: str, operations: Counter[str]) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in sorted(operations.items())) or "nothing to do"
    _out.print(f"[bold]{title}[/]: {counts}")


def _remaining(world: Any, everything: bool = False) -> None:
    left = world.remaining()
    _out.print(f"In the world {'exist' if everything else 'remain'} {len(left)} objects" + (":" if left else "."))
    for one in left:
        why = (
            "orphan: its creation was never answered"
            if not one.answered
            else ""
            if one.urn
            else "kept by the cloud"
            if one.keeper
            else "made outside of any stack"
        )
        why = str(one.state.get("kept_because") or why)
        _out.print(escape(f"  {one.type} {one.id} ({one.account}, {one.region}){': ' + why if why else ''}"))
    for type_, place, words, until in world.reserved():
        _out.print(escape(f"  reserved until {until:%Y-%m-%d}: {type_} {words} {place}"))


@contextmanager
def _speaking() -> Iterator[None]:
    """Mistakes end in one message, without a traceback."""
    from simulator.engine import EngineNotFoundError

    try:
        yield
    except (UserError, EngineNotFoundError) as error:
        _err.print(f"[bold red]error[/]: {escape(str(error))}")
        raise typer.Exit(3) from None
    except Exception as error:
        code = _told(error)
        if code is None:
            raise
        raise typer.Exit(code) from None


def _told(error: Exception) -> int | None:
    from simulator.runner import FailedError, StoppedError

    if isinstance(error, StoppedError):
        violated = [finding for finding in error.findings if not finding.unproven]
        _err.print(f"[bold red]stopped[/]: {'violated' if violated else 'unproven'}. Nothing was created.")
        told = ""
        for finding in error.findings:
            head, *rest = finding.message.splitlines() or [""]
            word = "unproven" if finding.unproven else "violated"
            heading = f"  [red]{word}[/] {escape(finding.policy)} ({escape(finding.pack)}): {escape(head)}"
            # What one policy found twice stands under one heading.
            if heading != told or not rest:
                _err.print(told := heading)
            for line in rest:
                _err.print(f"    {escape(line)}".rstrip())
        return 1 if violated else 2
    if isinstance(error, FailedError):
        _err.print(f"[bold red]{'error' if error.mistake else 'failed'}[/]:")
        for text in error.errors:
            _err.print(escape(text))
        return 3 if error.mistake else 4
    return None
