"""The provider plugin that the engine starts: `python -m simulator.plugin <package>`.

It prints its port and serves the Pulumi provider protocol on loopback until the engine ends it. The world is the SQLite file that the
environment variable SIMULATOR_WORLD names. Source: Pulumi documentation, "Provider protocol" (pulumirpc.ResourceProvider).
"""

# The method names are the protocol's.
# ruff: noqa: N802

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any

import grpc  # type: ignore[import-untyped]
from google.protobuf import any_pb2, empty_pb2  # type: ignore[import-untyped]

from simulator import stubs
from simulator.cloud import type_of
from simulator.diff import Change, Difference
from simulator.errors import CloudError, UserError
from simulator.faults import LostAnswerError, NotReadyError
from simulator.live.choice import cloud_of
from simulator.schema import UnknownTypeError, sdk, type_schema
from simulator.wire import decode, encode
from simulator.world import World

pb, _grpc = stubs.load()
_Base: Any = _grpc.ResourceProviderServicer

WORLD_VARIABLE = "SIMULATOR_WORLD"
LINGER_SECONDS = 60.0
"""Far more than a busy machine makes the engine wait."""


def _answers(method: Callable[..., Any]) -> Callable[..., Any]:
    """Errors of the cloud become the engine's errors, in one line; anything else is a fault of the simulator and says so."""

    def call(self: "Servicer", request: Any, context: Any) -> Any:
        try:
            return method(self, request, context)
        except LostAnswerError as error:
            context.abort(grpc.StatusCode.UNAVAILABLE, str(error))
        except NotReadyError as error:
            _abort_not_ready(request, context, error)
        except (CloudError, UserError) as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except UnknownTypeError as error:
            context.abort(grpc.StatusCode.NOT_FOUND, f"the installed SDK has no resource type {error}")
        return None

    return call


def _abort_not_ready(request: Any, context: Any, error: NotReadyError) -> None:
    """The engine keeps the resource, with an initialization error."""
    status_pb2 = __import__("pulumi.runtime.proto.status_pb2", fromlist=["Status"])
    detail = any_pb2.Any()
    failed = pb.ErrorResourceInitFailed(id=error.id, properties=_encoded(type_of(request.urn), error.outputs), reasons=[str(error)])
    detail.Pack(failed, type_url_prefix="type.googleapis.com")
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _encoded(type_: str, outputs: dict[str, Any]) -> Any:
    return encode(outputs, type_schema(type_).secrets)


class Servicer(_Base):  # type: ignore[misc]
    """The protocol's methods, each a few lines over `Cloud`."""

    def __init__(self, package: str, world: World, stop: threading.Event) -> None:
        self.package = package
        self.cloud = cloud_of(package, world)
        self._stop = stop

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return pb.__dict__["pulumi_dot_plugin__pb2"].PluginInfo(version=sdk(self.package).version)

    @_answers
    def CheckConfig(self, request: Any, context: Any) -> Any:
        # The engine keeps the inputs in the form in which the SDK sent them: compound values as JSON text.
        _, faults = self.cloud.check_config(decode(request.news))
        return pb.CheckResponse(inputs=request.news, failures=_failures(faults))

    @_answers
    def DiffConfig(self, request: Any, context: Any) -> Any:
        before = decode(request.old_inputs) if request.old_inputs.fields else decode(request.olds)
        after = decode(request.news)
        changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        changes = tuple(Change(name, "update", False) for name in changed)
        return _diff_response(Difference(changes, False))

    @_answers
    def Configure(self, request: Any, context: Any) -> Any:
        self.cloud.configure(decode(request.args))
        return pb.ConfigureResponse(acceptSecrets=False, supportsPreview=True, acceptResources=False, acceptOutputs=False)

    @_answers
    def Check(self, request: Any, context: Any) -> Any:
        old = decode(request.olds) if request.olds.fields else None
        new = decode(request.news)
        inputs, faults = self.cloud.check(request.urn, old, new)
        answer = pb.CheckResponse(failures=_failures(faults))
        answer.inputs.CopyFrom(request.news if inputs is new else encode(inputs))
        return answer

    @_answers
    def Diff(self, request: Any, context: Any) -> Any:
        ignore = tuple(request.ignoreChanges)
        return _diff_response(self.cloud.diff(request.urn, decode(request.old_inputs), decode(request.news), ignore))

    @_answers
    def Create(self, request: Any, context: Any) -> Any:
        id_, outputs = self.cloud.create(request.urn, decode(request.properties), request.preview)
        return pb.CreateResponse(id=id_, properties=_encoded(type_of(request.urn), outputs))

    @_answers
    def Update(self, request: Any, context: Any) -> Any:
        outputs = self.cloud.update(
            request.urn, request.id, decode(request.olds), decode(request.old_inputs), decode(request.news), request.preview
        )
        return pb.UpdateResponse(properties=_encoded(type_of(request.urn), outputs))

    @_answers
    def Delete(self, request: Any, context: Any) -> Any:
        self.cloud.delete(request.urn, request.id, decode(request.old_inputs), decode(request.properties))
        return empty_pb2.Empty()

    @_answers
    def Read(self, request: Any, context: Any) -> Any:
        type_ = type_of(request.urn)
        found = self.cloud.read(type_, request.urn, request.id, decode(request.properties), decode(request.inputs))
        if found is None:
            return pb.ReadResponse(id="")
        id_, outputs, inputs = found
        return pb.ReadResponse(id=id_, properties=_encoded(type_, outputs), inputs=encode(inputs))

    @_answers
    def Invoke(self, request: Any, context: Any) -> Any:
        return pb.InvokeResponse(**{"return": encode(self.cloud.invoke(request.tok, decode(request.args)))})

    @_answers
    def GetSchema(self, request: Any, context: Any) -> Any:
        raise UserError(
            f"the simulated {self.package} has no Pulumi schema: write the program in a language with a generated SDK, not YAML"
        )

    def Cancel(self, request: Any, context: Any) -> Any:
        self._stop.set()
        return empty_pb2.Empty()


def _failures(faults: list[tuple[str, str]]) -> list[Any]:
    """The path stands in the reason: with a property of its own the engine would print that property's value, or `<nil>` for a path."""
    return [pb.CheckFailure(reason=f"{path}: {reason}" if path else reason) for path, reason in faults]


def _diff_response(difference: Difference) -> Any:
    kinds = pb.PropertyDiff.Kind
    detailed = {
        change.path: pb.PropertyDiff(
            kind=kinds.Value(f"{change.kind.upper()}{'_REPLACE' if change.replaces else ''}"),
            inputDiff=True,
        )
        for change in difference.changes
    }
    return pb.DiffResponse(
        changes=pb.DiffResponse.DIFF_SOME if difference.changes else pb.DiffResponse.DIFF_NONE,
        replaces=difference.replaces,
        diffs=difference.properties,
        deleteBeforeReplace=difference.delete_before_replace,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def serve(package: str, world: Path) -> None:
    """Serve until the engine ends the process, with an interrupt that may come as soon as the port is printed."""
    signal.signal(signal.SIGINT, _leave)
    stop = threading.Event()
    options = [("grpc.max_receive_message_length", 400 << 20), ("grpc.max_send_message_length", 400 << 20)]
    server = grpc.server(ThreadPoolExecutor(max_workers=4), options=options)
    _grpc.add_ResourceProviderServicer_to_server(Servicer(package, World(world), stop), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    stop.wait()
    # The engine ends the process itself once its Cancel is answered; one that is gone before reads to it as a crash.
    time.sleep(LINGER_SECONDS)
    server.stop(grace=1).wait()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """The engine closes its plugins one after another and gives all of them together five seconds to answer Cancel.

    Those whose turn comes too late read to it as crashed. What the interpreter cleans up at its end costs a tenth of a second each, more on a
    busy machine; nothing of it is needed, since the world's transactions are whole or not there. Source: pulumi 3.250, pkg/host, ReleaseContext.
    """
    os._exit(0)


def main() -> int:
    """Entry point."""
    gc.disable()  # The process ends with the engine's command: what looking for cycles costs, it never gets back.
    world = os.environ.get(WORLD_VARIABLE)
    if len(sys.argv) < 2 or not world:
        sys.stderr.write(
            f"usage: {WORLD_VARIABLE}=<file> python -m simulator.plugin <package>; the engine starts it, through `python -m simulator`\n"
        )
        return 2
    serve(sys.argv[1], Path(world))
    return 0


if __name__ == "__main__":
    sys.exit(main())
