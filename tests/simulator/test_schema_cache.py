"""What is parsed of the SDKs is kept whole, whoever else keeps it at the same time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from simulator.schema_cache import write


def test_threads_that_keep_the_same_file_do_not_take_each_others_half_written_one(tmp_path: Path) -> None:
    kept, text = tmp_path / "type.docs.json", "x" * 100_000
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda _: write(kept, text), range(2_000)))
    assert kept.read_text() == text
    assert list(tmp_path.iterdir()) == [kept]
