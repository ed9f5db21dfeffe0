"""Assets and archives lie beside the program; the engine reads them from the folder that the rehearsal works in."""

from pathlib import Path

from simulator.runner import reach_files


def test_the_programs_files_are_within_reach_and_its_settings_are_not(tmp_path: Path) -> None:
    program, work = tmp_path / "program", tmp_path / "work"
    (program / "handlers").mkdir(parents=True)
    work.mkdir()
    (program / "handlers" / "hello.py").write_text("def handler(): ...\n", encoding="utf-8")
    (program / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    (work / "Pulumi.dev.yaml").write_text("config: {ours: true}\n", encoding="utf-8")
    reach_files(work, program)
    assert (work / "handlers" / "hello.py").read_text(encoding="utf-8").startswith("def handler")
    assert "ours" in (work / "Pulumi.dev.yaml").read_text(encoding="utf-8")


def test_files_that_the_program_has_no_more_are_out_of_reach(tmp_path: Path) -> None:
    program, work = tmp_path / "program", tmp_path / "work"
    program.mkdir()
    work.mkdir()
    (program / "site.html").write_text("hello", encoding="utf-8")
    reach_files(work, program)
    (program / "site.html").rename(program / "index.html")
    reach_files(work, program)
    assert [file.name for file in work.iterdir()] == ["index.html"]
