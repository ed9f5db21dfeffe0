"""Who reaches whom in a cluster is what the plan's flows say, pod by pod and port by port, in cyclonus's reading and in ours: no road less, none more."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from ai_zones.plan import ZoneName
from stacks.kubernetes.settings import KubernetesSettings
from tests.kubernetes.plans import FLOWS, SERVICES, built, plan
from tests.kubernetes.recording import Recording
from tests.live.cyclonus import MissingError, allowed, find
from tests.live.plan_worlds import World, of_plan
from tests.live.stack_worlds import TABLES, of_stack, programs, registered
from tests.live.two_readings import Ours, as_cyclonus_asks
from tests.stacks.stack_files import engine_config

pytestmark = pytest.mark.live

STACKS = tuple(TABLES)
PLANS = 20


@pytest.fixture(scope="module")
def cyclonus() -> Path:
    try:
        return find()
    except MissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def stacks() -> dict[str, Recording]:
    return {stack: registered(stack) for stack in STACKS}


def drawn(number: int) -> World:
    """A plan at random, the same for the same number, and its cluster."""
    random = Random(number)
    held = {
        zone: [f"p{number}-{zone.value}-{place}" for place in range(random.choice((1, 1, 2)))] for zone in random.sample(list(ZoneName), 3)
    }
    inside = [name for name, flow in sorted(FLOWS.items()) if flow.source in held and flow.target in held]
    others = random.sample(sorted(FLOWS), 3)
    ports = {service: random.randint(8000, 8003) for service in random.sample(SERVICES, 3)}
    given = plan(sorted({*random.sample(inside, random.randint(0, len(inside))), *others}), ports)
    return of_plan(given, [name for names in held.values() for name in names], held, built(given, held))


def differences(program: Path, world: World, scratch: Path) -> tuple[list[str], Counter[bool]]:
    """Connections of which the plan, cyclonus and we don't all say the same; how often the plan says yes and no."""
    asked = list(world.questions())
    said = allowed(program, world.set.policies, [as_cyclonus_asks(world.set, *one) for one in asked], scratch)
    ours, found, counted = Ours(world.set), [], Counter[bool]()
    for one, theirs in zip(asked, said, strict=True):
        source, target, port, protocol = one
        planned, judged = world.expected(*one), ours.allows(*one)
        counted[planned] += 1
        if not planned == theirs == judged:
            ends = f"{world.name(source)} → {world.name(target)}:{port}/{protocol}"
            found.append(f"{ends}: the plan says {planned}, cyclonus {theirs}, we {judged}")
    return found, counted


@pytest.mark.parametrize("stack", STACKS)
def test_each_flow_of_a_stacks_plan_that_touches_its_cluster_is_in_the_table(stack: str, stacks: dict[str, Recording]) -> None:
    flows, table = KubernetesSettings.from_config(stack, engine_config(stack)).plan.flows, TABLES[stack]
    here = set(table.zones.values())
    assert set(table.flows) == {name for name, flow in flows.items() if {flow.source, flow.target} & here}
    for name, (sources, targets) in table.flows.items():
        flow = flows[name]
        assert {table.zones[one.split("/")[0]] for one in sources if not one[0].isdigit()} <= {flow.source}
        assert all(one[0].isdigit() for one in sources) is (flow.source not in here)
        for one in targets:
            namespace, _, service = one.partition("/")
            assert one[0].isdigit() or (table.zones[namespace], service) == (flow.target, flow.service.value)
    named = {one for ends in (*table.flows.values(), *table.beside.values()) for end in ends for one in end if not one[0].isdigit()}
    assert {one for one in named if not one.endswith("/*")} <= programs(stacks[stack]) | set(table.callers)


@pytest.mark.parametrize("stack", STACKS)
def test_the_pods_of_a_stack_reach_exactly_what_its_plan_says(
    stack: str, stacks: dict[str, Recording], cyclonus: Path, tmp_path: Path
) -> None:
    found, counted = differences(cyclonus, of_stack(stack, stacks[stack]), tmp_path)
    assert found == []
    assert counted[True] > 50


def test_the_pods_of_twenty_plans_reach_exactly_what_each_plan_says(cyclonus: Path, tmp_path: Path) -> None:
    total = Counter[bool]()
    # A run of cyclonus each: what it costs is questions times policies, and no plan's policies matter to another's.
    for number in range(PLANS):
        found, counted = differences(cyclonus, drawn(number), tmp_path)
        assert found == [], f"plan {number}"
        total += counted
    assert total[True] > 100
