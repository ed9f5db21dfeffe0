"""The checkout as the house rules see it: its files, and their syntax trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = ROOT / "components" / "ai_zones"
CLOUD_FOLDERS = ("aws", "azure", "gcp", "kubernetes", "vault")
CODE_FOLDERS = ("components", "policy-packs", "simulator", "stacks")
PACKAGES = (COMPONENTS, ROOT / "policy-packs" / "posture", ROOT / "simulator")

_WRITTEN_BY_TOOLS = {".git", ".venv", "node_modules", "__pycache__", "dist", "build", ".simulated"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed, or would be: what git ignores is nobody's work. Without git, all but what tools write."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not _WRITTEN_BY_TOOLS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """Python sources below these folders of the checkout."""
    roots = [ROOT / folder for folder in folders]
    return [path for path in files() if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a source."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """Place for a message: `simulator/engine/cache.py:12`."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"
