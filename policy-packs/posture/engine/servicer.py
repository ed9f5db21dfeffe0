"""The analyzer protocol, spoken so that a whole pack judges a stack once.

The SDK's servicer rebuilds every resource for every policy: with two hundred policies a stack is read two hundred times. Here it is
read once, judged once, and each policy reports its part. Source: Pulumi `proto/pulumi/analyzer.proto`.
"""

import os
import sys
from collections.abc import Sequence
from concurrent import futures
from typing import Any, Final

import grpc  # type: ignore[import-untyped]
import pulumi
from google.protobuf import empty_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2

from posture.engine.judged import Judge
from posture.engine.policies import Policy
from posture.engine.resources import plain, read_resources
from posture.errors import InputError
from posture.inputs.azure_types import PACKAGE
from posture.inputs.state import type_of
from posture.inputs.urns import whole_of
from posture.proofs.finding import Finding
from posture.proofs.verdict import Verdict
from posture.readers.load import load_readers
from posture.report.about import metadata_of
from posture.report.remedy import fix_for
from posture.report.settling import settled_by, settles
from posture.report.shown import one_line
from posture.report.text import deciding
from posture.rules.catalogue import load_rules
from posture.rules.contract import Severity

VERSION: Final = "0.1.0"
_LONGEST: Final = 1_000
"""Characters of one message, but for a first sentence that is longer."""
_SEVERITIES: Final = {
    Severity.LOW: proto.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: proto.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: proto.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: proto.POLICY_SEVERITY_CRITICAL,
}
_LARGEST_MESSAGE: Final = 400 * 1024 * 1024
"""Bytes: what the engine itself allows (pulumi `sdk/go/common/util/rpcutil`)."""


class Servicer(analyzer_pb2_grpc.AnalyzerServicer):
    """One pack, as the engine talks to it."""

    def __init__(self, name: str, description: str, policies: Sequence[Policy], judge: Judge) -> None:
        self._name = name
        self._description = description
        self._policies = policies
        self._judge = judge
        self._levels: dict[str, Any] = {}
        self._config: dict[str, str] = {}

    def GetAnalyzerInfo(self, request: Any, context: Any) -> Any:  # noqa: N802  names of the protocol
        """The pack and its policies."""
        listed = [
            proto.PolicyInfo(
                name=policy.name,
                description=policy.description,
                enforcementLevel=_default_level(policy),
                configSchema=_CONFIG,
                policy_type=proto.POLICY_TYPE_STACK,
                severity=_severity(policy),
            )
            for policy in self._policies
        ]
        return proto.AnalyzerInfo(name=self._name, version=VERSION, description=self._description, supportsConfig=True, policies=listed)

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """The pack's version."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Levels by policy, and the path of the reviewer's `posture.yaml`."""
        self._levels = {name: config.enforcementLevel for name, config in request.policyConfig.items()}
        named = {name: str(plain(config.properties).get("posture") or "") for name, config in request.policyConfig.items()}
        self._config = {name: path for name, path in named.items() if path}
        return empty_pb2.Empty()

    def ConfigureStack(self, request: Any, context: Any) -> Any:  # noqa: N802
        """The stack's own tags decide nothing."""
        return proto.AnalyzerStackConfigureResponse()

    def Analyze(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Remembers which inputs the program gives: in a preview a provider's answer holds unknowns that no program gave. Reports nothing."""
        self._judge.declared[request.urn] = frozenset(key for key in request.properties.fields if not key.startswith("__"))
        if request.type.startswith(PACKAGE):
            self._judge.inputs[request.urn] = {key: value for key, value in plain(request.properties).items() if not key.startswith("__")}
        return proto.AnalyzeResponse()

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Nothing is changed behind anybody's back."""
        return proto.RemediateResponse()

    def AnalyzeStack(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Judges the whole stack, once for each `posture.yaml` that a policy names."""
        stack = read_resources(request.resources, self._judge.declared, _stack_name(), self._judge.inputs)
        response = proto.AnalyzeResponse()
        for policy in self._policies:
            level = self._levels.get(policy.name, _default_level(policy))
            if level == proto.DISABLED:
                continue
            try:
                result = self._judge.judge(stack, self._posture(policy)).result(policy.judged)
            except InputError as error:
                if policy.verdict is Verdict.VIOLATED:
                    # A bad posture.yaml must stop the deployment: reported where enforcement is mandatory, in full once.
                    again = "not judged: posture.yaml is refused, as another policy of this pack reports"
                    self._report(response, policy, level, self._judge.told_once(str(error), again))
                continue
            advised: set[str] = set()
            for finding in result.findings:
                if finding.verdict is policy.verdict:
                    self._report(response, policy, level, message(finding, advised), finding.urn)
            if policy.verdict is Verdict.UNPROVEN:
                for reason in result.reasons:
                    self._report(response, policy, level, f"unproven: {one_line(reason)}\nTo prove it: {settled_by(reason)}")
        return response

    def _posture(self, policy: Policy) -> str | None:
        """Named for this policy; else the one that the pack's configuration names; else by the environment."""
        named = set(self._config.values())
        own = self._config.get(policy.name) or (named.pop() if len(named) == 1 else None)
        return own or os.environ.get("POSTURE_CONFIG") or None

    def _report(self, response: Any, policy: Policy, level: Any, text: str, urn: str = "") -> None:
        response.diagnostics.append(
            proto.AnalyzeDiagnostic(
                policyName=policy.name,
                policyPackName=self._name,
                policyPackVersion=VERSION,
                description=policy.description,
                message=f"{policy.description}\n{text}",
                enforcementLevel=proto.MANDATORY if level == proto.REMEDIATE else level,
                urn=whole_of(urn),
                severity=_severity(policy),
            )
        )


def message(finding: Finding, advised: set[str] | None = None) -> str:
    """A finding as the engine prints it: the sentence, then the path, what decides each hop, and how to mend it or what would prove it.

    Of a long remedy, whole sentences as far as `_LONGEST` characters hold them; `posture explain` has the rest, with a snippet.
    `advised`: remedies that the same policy has given already; one that stands there is not said again.
    """
    unproven = finding.verdict is Verdict.UNPROVEN
    lines = [f"unproven: {finding.message}" if unproven else finding.message, *([finding.shown_path] if len(finding.path) > 1 else [])]
    said = "\n".join(dict.fromkeys(one_line(line) for line in (*lines, *deciding(finding))))
    remedy = _remedy(finding, _LONGEST - len(said))
    if not remedy or (advised is not None and remedy in advised):
        return said
    if advised is not None:
        advised.add(remedy)
    return f"{said}\n{remedy}"


def _remedy(finding: Finding, room: int) -> str:
    if finding.verdict is Verdict.UNPROVEN and settles(finding.message):
        return f"To prove it: {settled_by(finding.message)} (posture explain {finding.theorem})"
    known = metadata_of(finding.theorem)
    if known is None:
        return ""
    fix = f"Fix: {fix_for(' '.join(known.fix.split()), type_of(finding.urn))}"
    while len(fix) > room and ". " in fix:
        fix = fix.rpartition(". ")[0] + "."
    return f"{fix.removesuffix('.')}. (posture explain {finding.theorem})"


def listen(servicer: Servicer) -> None:
    """Serves until the engine ends the process. It reads the port from the first line of standard output."""
    # While the program that is judged starts too: later, the first judgement would wait for it.
    load_readers()
    load_rules()
    # One thread: the engine asks one thing at a time, and a judgement must not be begun twice.
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=1),
        options=[("grpc.max_receive_message_length", _LARGEST_MESSAGE), ("grpc.max_send_message_length", _LARGEST_MESSAGE)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        server.stop(0)


def _config_schema() -> Any:
    schema = proto.PolicyConfigSchema()
    schema.properties.update({"posture": {"type": "string", "description": "path of the reviewer's posture.yaml"}})
    return schema


_CONFIG: Final = _config_schema()


def _default_level(policy: Policy) -> Any:
    return proto.MANDATORY if policy.mandatory else proto.ADVISORY


def _severity(policy: Policy) -> Any:
    return _SEVERITIES[policy.severity] if policy.severity is not None else proto.POLICY_SEVERITY_UNSPECIFIED


def _stack_name() -> str:
    try:
        return pulumi.get_stack()
    except Exception:  # noqa: BLE001  outside an update (`pulumi policy analyze`) the SDK has no stack to name
        return "stack"
