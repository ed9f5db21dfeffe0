"""The provider protocol's stubs without the SDK around them.

`import pulumi` costs half a second and 60 MB in each provider process, of which a stack has one per account and region. The stubs need
none of it, so the packages above them are put in place as empty namespaces. Only the plugin's own process may do this.
"""

import importlib
import importlib.util
import sys
import types
from pathlib import Path
from typing import Any


def load() -> tuple[Any, Any]:
    """(provider_pb2, provider_pb2_grpc)."""
    if "pulumi" not in sys.modules:
        spec = importlib.util.find_spec("pulumi")
        if spec is None or not spec.submodule_search_locations:
            raise ImportError("the package 'pulumi' is not installed: pip install 'ai-zones[simulator]'")
        root = Path(next(iter(spec.submodule_search_locations)))
        for name, path in (("pulumi", root), ("pulumi.runtime", root / "runtime"), ("pulumi.runtime.proto", root / "runtime" / "proto")):
            module = types.ModuleType(name)
            module.__path__ = [str(path)]
            sys.modules[name] = module
    return importlib.import_module("pulumi.runtime.proto.provider_pb2"), importlib.import_module("pulumi.runtime.proto.provider_pb2_grpc")
