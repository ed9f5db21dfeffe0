"""What a role brings about through an endpoint of a control plane beyond what it may read itself.

- Whoever may change a function's code puts words into the mouth of its role: a way to the function.
- Whoever may make a function, and pass a role to it, and call it, reads what that role reads: a way to its stores. Machines and jobs too, though
  what they read has yet to come back: uncertain.
- Whoever may send commands to a machine is on it, if the machine listens: uncertain.
- Whoever may start a deployment puts a program on the machines of its deployment group: uncertain.
- Whoever may change identities may give itself anything: what that is can't be told.
Only roles that the stack tells are asked; one that nobody knows is told of where it is met (`store_reach`, `function_calls`).
Sources: Service Authorization Reference, "AWS Lambda", "Amazon EC2", "Amazon SageMaker", "AWS Systems Manager", "AWS CodeDeploy", "AWS Identity and Access
Management"; IAM User Guide, "Grant a user permissions to pass a role to an AWS service" (`iam:PassRole` is no call: no endpoint sees it).
"""

from dataclasses import dataclass
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import AnyPolicy, Caller, NoPolicy, Policy, Request, Truth, evaluate
from posture.iam.document import Match
from posture.iam.patterns import glob, overlaps, sample
from posture.iam.prefixes import Prefixes
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.acting import arn_of_role, asked_by, caller_of, granted_by_identity, policies_of_role, roles_in, trust_of
from posture.readers.aws.deployments import deployed_to
from posture.readers.aws.endpoint import written_service
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints
from posture.readers.aws.endpoint_support import iam_service, without_policy_support
from posture.readers.aws.function_calls import arn_of_function
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of, same_account
from posture.readers.registry import joins
from posture.record import record
from posture.reference import Reference
from posture.resource import Resource

_CHANGES_CODE: Final = ("lambda:UpdateFunctionCode",)
_DEPLOYS: Final = "codedeploy:CreateDeployment"
_DEPLOYED: Final = tuple(f"codedeploy:{one}" for one in ("GetDeploymentTarget", "BatchGetDeploymentTargets", "GetDeploymentInstance"))
"""What gives back the end of a deployment's script output (API Reference, Diagnostics: logTail)."""
_PASSES: Final = ("iam:PassRole",)
_COMMANDS: Final = ("ssm:SendCommand", "ssm:StartSession", "ssm:StartAutomationExecution")
_CHANGES_IDENTITIES: Final = tuple(
    f"iam:{action}"
    for action in (
        "PutRolePolicy",
        "AttachRolePolicy",
        "CreatePolicyVersion",
        "SetDefaultPolicyVersion",
        "UpdateAssumeRolePolicy",
        "DeleteRolePermissionsBoundary",
        "PutUserPolicy",
        "AttachUserPolicy",
        "PutGroupPolicy",
        "AttachGroupPolicy",
        "AddUserToGroup",
        "CreateAccessKey",
        "CreateLoginProfile",
    )
)
_INSTANCE: Final = "aws:ec2/instance:Instance"


@record
class _Launch:
    """How a service starts something with a role that it is passed."""

    principal: str
    actions: tuple[str, ...]
    named: str
    """What the actions name, behind `arn:aws:<service>:<region>:<account>:`."""
    answers: str | None = None
    """The action by which whoever started it gets at what it read; None: by no call of the service."""


_LAUNCHES: Final[dict[str, _Launch]] = {
    "lambda": _Launch("lambda.amazonaws.com", ("lambda:CreateFunction",), "function:*", "lambda:InvokeFunction"),
    "ec2": _Launch("ec2.amazonaws.com", ("ec2:RunInstances",), "instance/*"),
    "sagemaker": _Launch(
        "sagemaker.amazonaws.com",
        ("sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateNotebookInstance"),
        "*",
    ),
}


@joins
def powers_by_endpoints(graph: GraphBuilder) -> None:
    """Each power of each role that stands behind an endpoint of the service."""
    for endpoint in service_endpoints(graph):
        written = written_service(graph.view(endpoint.urn)) or endpoint.service
        service = iam_service(written)
        if service not in (*_LAUNCHES, "ssm", "codedeploy", "iam"):
            continue
        network = endpoint.network.targets
        roles = roles_in(graph, network[0]) if len(network) == 1 else None
        if service == "iam" and roles is None:
            unclear(graph, endpoint.urn, "what roles of its network may change of identities is not known")
        if service == "codedeploy" and roles is None:
            unclear(graph, endpoint.urn, "which deployments roles of its network may start is not known")
        none = without_policy_support(written) is not None
        policies = [(NoPolicy(), Because(endpoint.urn, "serviceName"))] if none else list(policies_of(graph, endpoint.urn))
        for role in roles or ():
            for policy, because in policies:
                _Power(graph, endpoint, role, policy, because, frozenset(roles or ())).follow(service)


@dataclass(frozen=True)
class _Power:
    graph: GraphBuilder
    endpoint: EndpointFact
    role: str
    policy: AnyPolicy
    because: Because
    beside: frozenset[str]
    """Roles that its network acts as anyway."""

    def follow(self, service: str) -> None:
        """Draws what the role brings about at one service."""
        if service in _LAUNCHES:
            self._launches(service, _LAUNCHES[service])
        if service == "lambda":
            self._changes_functions()
        elif service == "ssm":
            self._commands_machines()
        elif service == "codedeploy":
            self._deploys()
        elif service == "iam":
            self._changes_identities()

    def _changes_functions(self) -> None:
        named = self._named
        for function in self.graph.stack.of_type(*FUNCTION):
            arn = arn_of_function(self.graph, function.urn)
            if not named.may_name(arn, _CHANGES_CODE):
                continue
            truth = any_of(self._through(action, arn, function) for action in _CHANGES_CODE)
            # The new code goes there for certain. Whether anything comes back hangs on what the function may do.
            self._draw(function.urn, truth, Moves.FORWARD, _CHANGES_CODE[0])
            self._draw(function.urn, truth & Truth.UNKNOWN, Moves.BACKWARD, _CHANGES_CODE[0])

    def _commands_machines(self) -> None:
        allowed = self._named
        for fact in tuple(self.graph.of(WorkloadFact)):
            machine = self.graph.stack.by_urn.get(fact.urn)
            if machine is None or machine.type != _INSTANCE:
                continue
            named = machine.id if isinstance(machine.id, str) else "*"
            arn = f"arn:aws:ec2:{region_of(machine) or '*'}:{account_of(machine) or '*'}:instance/{named}"
            if not allowed.may_name(arn, _COMMANDS):
                continue
            truth = any_of(self._through(action, arn, machine) for action in _COMMANDS)
            self._draw(fact.urn, truth & Truth.UNKNOWN, Moves.BOTH, _COMMANDS[0])

    def _deploys(self) -> None:
        for group, arn, target in deployed_to(self.graph):
            truth = self._through(_DEPLOYS, arn, self.graph.stack.by_urn[group])
            self._draw(target, truth & Truth.UNKNOWN, Moves.BOTH, _DEPLOYS)
            told = any_of(self._through(action, arn, self.graph.stack.by_urn[group]) for action in _DEPLOYED)
            self._draw(target, told & Truth.UNKNOWN, Moves.BACKWARD, _DEPLOYED[0])

    def _changes_identities(self) -> None:
        own = self.graph.stack.by_urn[self.role]
        for action in _CHANGES_IDENTITIES:
            if self._through(action, "*", own).possible:
                unclear(
                    self.graph, self.endpoint.urn, f"{own.name} may give itself more than it has ({action}): what that is can't be told"
                )
                return

    def _launches(self, service: str, launch: _Launch) -> None:
        own = self.graph.stack.by_urn[self.role]
        at = f"arn:aws:{service}:{region_of(own) or '*'}:{account_of(own) or '*'}:{launch.named}"
        back = any_of(self._started(launch, named, own) for named in self._names(at))
        allowed = self._named
        for passed in self.graph.stack.of_type(*ROLE) if back.possible else ():
            if passed.urn in self.beside or not allowed.may_name(arn_of_role(self.graph, passed.urn), _PASSES):
                continue
            truth = back & self._passes(passed, launch.principal)
            if not truth.possible:
                continue
            for store, sure in stores_used_by(self.graph, passed.urn):
                self._draw(
                    store, truth & (Truth.TRUE if sure else Truth.UNKNOWN), Moves.BACKWARD, f"{launch.actions[0]} with {passed.name}"
                )

    def _started(self, launch: _Launch, named: str, own: Resource) -> Truth:
        """Whether the role may start it by a name, and have its answer; without an answer what it reads comes back in some way that nobody follows."""
        started = any_of(self._through(action, named, own) for action in launch.actions)
        answered = launch.answers is not None and started.possible and self._through(launch.answers, named, own).certain
        return started & (Truth.TRUE if answered else Truth.UNKNOWN)

    def _names(self, family: str) -> list[str]:
        """Names that the role's own policies single out, and one that nobody has."""
        matches = [
            statement.resources
            for policy in policies_of_role(self.graph, self.role)
            for statement in (policy.statements if isinstance(policy, Policy) else ())
        ]
        texts = [text for match in matches if isinstance(match, Match) for text in match.patterns if isinstance(text, str) and text != "*"]
        singled = [sample(glob(text), "zz-witness") for text in texts if overlaps(glob(text), glob(family))]
        return list(dict.fromkeys([*singled, sample(glob(family), "zz-witness")]))

    def _passes(self, passed: Resource, principal: str) -> Truth:
        """Whether the role may be handed to the service, and lets it act as itself."""
        if same_account(self.graph.stack.by_urn[self.role], passed) is False:
            return Truth.FALSE
        arn = arn_of_role(self.graph, passed.urn)
        trusts = evaluate(trust_of(self.graph, passed.urn), Request("sts:AssumeRole", arn, Caller.aws_service(principal))).allowed
        return trusts & self._by_identity(Request(_PASSES[0], arn, self._caller, {"iam:PassedToService": principal}))

    def _through(self, action: str, resource: str, owner: Resource) -> Truth:
        """By the role's own policies and the endpoint's."""
        context: dict[str, ContextValue] = asked_by(self.graph, self.role, owner)
        request = Request(action, resource, self._caller, context)
        granted = self._by_identity(request)
        if not granted.possible or isinstance(self.policy, NoPolicy):
            return granted
        return granted & evaluate(self.policy, request).allowed

    def _by_identity(self, request: Request) -> Truth:
        return granted_by_identity(self.graph, self.role, request)

    @property
    def _named(self) -> Prefixes:
        """What the role's own policies may name: a quick no, for roles are asked of every function, machine and role of the stack."""
        return Prefixes(policies_of_role(self.graph, self.role))

    @property
    def _caller(self) -> Caller:
        return caller_of(self.graph, self.role)

    def _draw(self, target: str, truth: Truth, moves: Moves, power: str) -> None:
        if truth.possible:
            because = Because(self.role, "policies", f"may {power}")
            ends = Reference.to(self.endpoint.urn), Reference.to(target)
            self.graph.edge(*ends, EdgeKind.USE, because, moves=moves, certain=truth.certain, ports=((443, 443),))
