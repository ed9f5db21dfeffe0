"""Route tables, routes, and what follows which table.

Sources: Amazon VPC User Guide, "Route table concepts", "Subnet route tables", "Gateway route tables"; EC2 API Reference, CreateRoute,
CreateRouteTable, DeleteRouteTable, AssociateRouteTable; Pulumi Registry, aws.ec2.RouteTable (routes not given are computed; routes of
gateway endpoints are not listed), aws.ec2.DefaultRouteTable, aws.ec2.Route, aws.ec2.RouteTableAssociation.
"""

from collections.abc import Iterator

from simulator.rules import Action, Cidr, ExactlyOneOf, Fault, Object, Properties, Rules, ref
from simulator.rules.aws.addresses import network
from simulator.rules.aws.kinds import INTERNET_GATEWAY, ROUTE, ROUTE_TABLE, SUBNET, VPC, VPN_GATEWAY
from simulator.rules.aws.parts import given, items
from simulator.rules.aws.route_targets import PREFIX_LIST_REF, TARGETS, UNMODELLED, destination_of, judge

_CREATE = "EC2 API Reference, CreateRoute"
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_INLINE_DESTINATIONS = ("cidrBlock", "ipv6CidrBlock", "destinationPrefixListId")
_ALL_TARGETS = (*TARGETS, *UNMODELLED)

route = Rules(
    ROUTE,
    source="EC2 API Reference, CreateRoute; Pulumi Registry, aws.ec2.Route",
    second_source="cfn-lint, moto",
    checks=(
        ExactlyOneOf(_DESTINATIONS, source=_CREATE),
        ExactlyOneOf(_ALL_TARGETS, source=_CREATE),
        Cidr("destinationCidrBlock", source=_CREATE),
        Cidr("destinationIpv6CidrBlock", version=6, source=_CREATE),
    ),
    references={
        "routeTableId": ref(ROUTE_TABLE, code="InvalidRouteTableID.NotFound", blocks_delete=False),
        "destinationPrefixListId": PREFIX_LIST_REF,
        **TARGETS,
    },
    immutable={"routeTableId", *_DESTINATIONS},
    id=lambda action: f"r-{action.inputs['routeTableId']}{int(action.world.digest(destination_of(action.inputs))[:8], 16)}",
    outputs={"instanceId": "", "instanceOwnerId": "", "networkInterfaceId": "", "origin": "CreateRoute", "state": "active"},
    import_id=lambda action: _imported(action),
    import_form=lambda item: f"{item.outputs['routeTableId']}_{destination_of(item.outputs)}",
)


def _imported(action: Action) -> str:
    """`rtb-…_10.0.0.0/8`, as the provider takes it."""
    table, _, destination = action.id.partition("_")
    found = [one.id for one in action.find(ROUTE, routeTableId=table) if destination_of(one.outputs) == destination]
    return found[0] if found else action.id


@route.before("create")
def destination_is_free(action: Action) -> None:
    """A table has one route to a destination."""
    table = action.target("routeTableId", ROUTE_TABLE)
    destination = destination_of(action.inputs)
    written = list(table.outputs.get("routes") or []) if table else []
    written += [one.outputs for one in action.find(ROUTE, routeTableId=action.inputs["routeTableId"])]
    if any(destination_of(one) == destination for one in written):
        action.refuse("RouteAlreadyExists", f"The route identified by {destination} already exists in {action.inputs['routeTableId']}")


@route.before("create")
@route.before("update")
def target_fits(action: Action) -> None:
    """What the route points at belongs to the table's network and can carry it."""
    table = action.target("routeTableId", ROUTE_TABLE)
    if table:
        judge(action, table, action.inputs)


@route.on_read
def black_hole(action: Action) -> None:
    """A route whose target is gone, or not yet accepted, leads nowhere."""
    action.outputs["state"] = "active" if _alive(action, action.outputs) else "blackhole"


def _alive(action: Action, written: Properties) -> bool:
    for name, kinds in TARGETS.items():
        id_ = written.get(name)
        if not id_ or id_ == "local":
            continue
        found = [one for one in action.world.by_id(str(id_)) if one.type in kinds.types or one.adopted_as in kinds.types]
        if not found and not str(id_).startswith("vpce-"):
            return False
        return not found or found[0].outputs.get("acceptStatus", "active") == "active"
    return True


def _table_faults(inputs: Properties) -> Iterator[Fault]:
    """Every route written into a table has one destination and one target."""
    for i, one in items(inputs, "routes"):
        for names, what in ((_INLINE_DESTINATIONS, "destination"), (_ALL_TARGETS, "target")):
            named = [name for name in names if given(one.get(name))]
            if len(named) != 1:
                yield f"routes[{i}]", f"exactly one {what} of {', '.join(names)} must be given, not {' and '.join(named) or 'none'}"


_TABLE_CHECKS = (
    Cidr("routes[*].cidrBlock", source=_CREATE),
    Cidr("routes[*].ipv6CidrBlock", version=6, source=_CREATE),
)
_TABLE_REFERENCES = {f"routes[*].{name}": target for name, target in TARGETS.items()}
_TABLE_OUTPUTS = {
    "arn": "arn:{partition}:ec2:{region}:{account}:route-table/{id}",
    "ownerId": "{account}",
    "propagatingVgws": [],
    "routes": [],
}

table = Rules(
    ROUTE_TABLE,
    source="EC2 API Reference, CreateRouteTable; Pulumi Registry, aws.ec2.RouteTable",
    second_source="cfn-lint, moto",
    checks=_TABLE_CHECKS,
    references={
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound"),
        "routes[*].destinationPrefixListId": PREFIX_LIST_REF,
        "propagatingVgws[*]": ref(VPN_GATEWAY, code="InvalidGatewayID.NotFound"),
        **_TABLE_REFERENCES,
    },
    immutable={"vpcId"},
    id="rtb-{hex17}",
    outputs=_TABLE_OUTPUTS,
    unordered=("routes", "propagatingVgws"),
)

default_table = Rules(
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    source="Pulumi Registry, aws.ec2.DefaultRouteTable: adopts the main route table, removes its routes and writes those given; "
    "destroying it only forgets the table",
    checks=_TABLE_CHECKS,
    references={
        "defaultRouteTableId": ref(ROUTE_TABLE, code="InvalidRouteTableID.NotFound", blocks_delete=False),
        "routes[*].destinationPrefixListId": PREFIX_LIST_REF,
        **_TABLE_REFERENCES,
    },
    immutable={"defaultRouteTableId"},
    adopts=lambda action: next((one for one in action.find(ROUTE_TABLE, id=action.inputs["defaultRouteTableId"]) if one.keeper), None),
    outputs=_TABLE_OUTPUTS,
    unordered=("routes", "propagatingVgws"),
)

for _rules in (table, default_table):
    _rules.check(source=_CREATE, even_unknown=True)(_table_faults)


@table.before("create")
@table.before("update")
@default_table.before("create")
@default_table.before("update")
def routes_fit(action: Action) -> None:
    """Routes written into a table are judged as those of their own."""
    place = action.old or Object(action.type, "", action.account, action.region, {"vpcId": action.inputs.get("vpcId")})
    seen: set[str] = set()
    for one in action.inputs.get("routes") or []:
        destination = destination_of(one)
        if destination in seen:
            action.refuse("RouteAlreadyExists", f"The route identified by {destination} already exists")
        seen.add(destination)
        judge(action, place, one)


@table.computes
@default_table.computes
def full_routes(action: Action) -> Properties:
    """Routes as the provider shows them: every target, empty where there is none."""
    return {"routes": [_shown(one) for one in action.inputs.get("routes") or []]}


def _shown(written: Properties) -> Properties:
    shown: Properties = {name: str(written.get(name) or "") for name in (*_INLINE_DESTINATIONS, *_ALL_TARGETS)}
    for name in ("cidrBlock", "ipv6CidrBlock"):
        block = network(written.get(name) or written.get("destination" + name[0].upper() + name[1:]))
        shown[name] = str(block) if block else ""
    return shown


@default_table.after("create")
@table.after("update")
@default_table.after("update")
def remove_other_routes(action: Action) -> None:
    """A table whose routes are written into it holds no others: those made elsewhere are removed."""
    if action.inputs.get("routes") is None and action.verb == "update":
        return
    kept = {destination_of(one) for one in action.outputs["routes"]}
    for one in action.find(ROUTE, routeTableId=action.id):
        if destination_of(one.outputs) not in kept:
            action.world.remove(one)


@table.on_read
@default_table.on_read
def list_routes(action: Action) -> None:
    """A table lists routes made on their own too, after those written into it."""
    inline = [_shown(one) for one in action.object.inputs.get("routes") or []]
    known = {destination_of(one) for one in inline}
    apart = [one.outputs for one in action.find(ROUTE, routeTableId=action.id) if destination_of(one.outputs) not in known]
    action.outputs["routes"] = [*inline, *(_shown(one) for one in apart)]


@table.before("delete")
def is_not_main(action: Action) -> None:
    """'You cannot delete the main route table' (Amazon VPC User Guide)."""
    if action.object.state.get("main"):
        action.refuse(
            "DependencyViolation",
            f"The routeTable '{action.id}' is the main route table of {action.outputs.get('vpcId')} and can't be deleted",
        )


@table.after("delete")
def remove_routes(action: Action) -> None:
    """Routes go with their table."""
    for one in action.find(ROUTE, routeTableId=action.id):
        action.world.remove(one)


association = Rules(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    source="EC2 API Reference, AssociateRouteTable, DeleteRouteTable; Pulumi Registry, aws.ec2.RouteTableAssociation",
    second_source="cfn-lint, moto",
    checks=(ExactlyOneOf(("subnetId", "gatewayId"), source="EC2 API Reference, AssociateRouteTable"),),
    references={
        "routeTableId": ref(ROUTE_TABLE, code="InvalidRouteTableID.NotFound"),
        "subnetId": ref(SUBNET, code="InvalidSubnetID.NotFound", blocks_delete=False),
        "gatewayId": ref(INTERNET_GATEWAY, VPN_GATEWAY, code="InvalidGatewayID.NotFound"),
    },
    immutable={"gatewayId", "subnetId"},
    id="rtbassoc-{hex17}",
    import_id=lambda action: _imported_association(action),
    import_form=lambda item: f"{item.outputs.get('subnetId') or item.outputs.get('gatewayId')}/{item.outputs['routeTableId']}",
)


def _imported_association(action: Action) -> str:
    """`subnet-…/rtb-…`, as the provider takes it; a pair that is not associated is not found."""
    user, _, followed = action.id.partition("/")
    property_ = "subnetId" if user.startswith("subnet-") else "gatewayId"
    found = [one.id for one in action.find(association.type, **{property_: user}) if one.outputs.get("routeTableId") == followed]
    return found[0] if found else action.id


@association.before("create")
@association.before("update")
def follows_one_table_of_its_network(action: Action) -> None:
    """A subnet follows one table, of its own VPC."""
    followed = action.target("routeTableId", ROUTE_TABLE)
    for property_, kind in (("subnetId", SUBNET), ("gatewayId", INTERNET_GATEWAY)):
        one = action.target(property_, kind)
        if one is None:
            continue
        for other in action.find(association.type, **{property_: one.id}):
            if other.id != action.id:
                action.refuse(
                    "Resource.AlreadyAssociated",
                    f"the specified association for {one.id} conflicts with an existing association: {other.id}",
                )
        if followed and followed.outputs.get("vpcId") != one.outputs.get("vpcId"):
            action.refuse("InvalidParameterValue", f"route table {followed.id} and {one.id} belong to different networks")


main_association = Rules(
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    source="EC2 API Reference, ReplaceRouteTableAssociation; Pulumi Registry, aws.ec2.MainRouteTableAssociation",
    references={
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound", blocks_delete=False),
        "routeTableId": ref(ROUTE_TABLE, code="InvalidRouteTableID.NotFound"),
    },
    immutable={"vpcId"},
    id="rtbassoc-{hex17}",
    outputs={"originalRouteTableId": ""},
)


@main_association.before("create")
def belongs_to_the_network(action: Action) -> None:
    """The main table is one of the VPC's."""
    chosen = action.target("routeTableId", ROUTE_TABLE)
    if chosen and chosen.outputs.get("vpcId") != action.inputs["vpcId"]:
        action.refuse("InvalidParameterValue", f"route table {chosen.id} and network {action.inputs['vpcId']} belong to different networks")


@main_association.after("create")
@main_association.after("update")
def become_main(action: Action) -> None:
    """The chosen table is main; the provider remembers which was before."""
    before = _set_main(action, str(action.inputs["vpcId"]), str(action.inputs["routeTableId"]))
    if action.verb == "create":
        action.outputs["originalRouteTableId"] = before


@main_association.after("delete")
def give_back(action: Action) -> None:
    """The table that was main before is main again."""
    _set_main(action, str(action.object.outputs["vpcId"]), str(action.object.outputs["originalRouteTableId"]))


def _set_main(action: Action, vpc_id: str, table_id: str) -> str:
    before = ""
    for one in action.find(ROUTE_TABLE, vpcId=vpc_id):
        if one.state.get("main"):
            before = one.id
        if bool(one.state.get("main")) != (one.id == table_id):
            one.state["main"] = one.id == table_id
            action.save(one)
    vpc = action.get(VPC, vpc_id)
    if vpc:
        vpc.outputs["mainRouteTableId"] = table_id
        action.save(vpc)
    return before
