"""The ceiling against the vocabulary table of the design, written down here a second time, column by column."""

from ai_zones.plan import CEILING, SERVICES, Cloud, Direction, Flow, Gate, PeerKind, Service, ZoneName

MAY_OPEN = {
    "phi": {"management/vault", "management/telemetry"},
    "deidentification": {"phi/database", "control/sentinel", "management/vault", "management/telemetry"},
    "inference": {
        "deidentification/retrieval",
        "deidentification/tools",
        "egress/llm",
        "control/sentinel",
        "management/vault",
        "management/telemetry",
        "management/registry-read",
    },
    "egress": {"management/vault", "management/telemetry"},
    "access": {"deidentification/prompt", "inference/api", "control/approvals", "management/vault", "management/telemetry"},
    "training": {"deidentification/datasets", "management/vault", "management/telemetry", "management/registry-write"},
    "control": {"management/vault", "management/telemetry"},
    "management": {"phi/database"},
}

ENTERED_FROM = {
    "phi": {"deidentification", "management"},
    "deidentification": {"access", "inference", "training"},
    "inference": {"access"},
    "egress": {"inference"},
    "access": set(),
    "training": set(),
    "control": {"inference", "deidentification", "access"},
    "management": {"phi", "deidentification", "inference", "egress", "access", "training", "control"},
}


def test_each_zone_may_open_exactly_what_its_row_says() -> None:
    assert {zone.value: {f"{f.target}/{f.service}" for f in CEILING.flows_from(zone)} for zone in ZoneName} == MAY_OPEN


def test_each_zone_is_entered_exactly_from_where_its_row_says() -> None:
    assert {zone.value: {f.source.value for f in CEILING.flows_to(zone)} for zone in ZoneName} == ENTERED_FROM


def test_default_ports_are_443_but_for_databases_and_vault() -> None:
    others = {(f.target, f.service): f.port for f in CEILING.flows if f.port != 443}
    assert others == {("phi", "database"): 5432, ("management", "vault"): 8200}


def test_only_vault_may_open_the_database_from_management() -> None:
    assert {str(f): f.initiator for f in CEILING.flows if f.initiator} == {"management → phi/database": Service.VAULT}


def test_every_offered_service_is_entered_by_some_flow_and_the_other_way_round() -> None:
    offered = {(zone, service) for zone, services in SERVICES.items() for service in services}
    assert offered == {(f.target, f.service) for f in CEILING.flows}


def test_gates_stand_where_phi_may_end() -> None:
    assert {f"{zone}/{service}": gate for (zone, service), gate in CEILING.gates.items()} == {
        "deidentification/retrieval": Gate.DEIDENTIFICATION_SERVICE,
        "deidentification/tools": Gate.DEIDENTIFICATION_SERVICE,
        "deidentification/prompt": Gate.DEIDENTIFICATION_SERVICE,
        "deidentification/datasets": Gate.DEIDENTIFICATION_SERVICE,
        "egress/llm": Gate.EGRESS_INSPECTOR,
        "management/registry-read": Gate.SIGNED_MODEL_REGISTRY,
        "management/registry-write": Gate.SIGNED_MODEL_REGISTRY,
        "management/telemetry": Gate.LOG_SINK,
    }


def test_no_flow_into_phi_ends_in_a_gate() -> None:
    assert {f.gate for f in CEILING.flows_to(ZoneName.PHI)} == {None}


def test_no_two_zones_open_each_other_but_phi_and_management() -> None:
    pairs = {(f.source, f.target) for f in CEILING.flows}
    assert {frozenset(pair) for pair in pairs if pair[::-1] in pairs} == {frozenset({ZoneName.PHI, ZoneName.MANAGEMENT})}


def test_a_flow_may_move_to_an_unprivileged_port_and_to_no_other() -> None:
    def allowed(port: int) -> bool:
        return CEILING.allows(Flow(source=ZoneName.DEIDENTIFICATION, target=ZoneName.PHI, service=Service.DATABASE, port=port))

    assert [port for port in (22, 80, 443, 1023, 1024, 5432, 6432, 65535) if allowed(port)] == [1024, 5432, 6432, 65535]


def test_the_reverse_of_a_flow_is_not_allowed() -> None:
    forward = Flow(source=ZoneName.INFERENCE, target=ZoneName.DEIDENTIFICATION, service=Service.RETRIEVAL)
    assert CEILING.allows(forward)
    assert not CEILING.allows(forward.model_copy(update={"source": forward.target, "target": forward.source}))


def test_peers_are_feeds_of_phi_ehr_apis_of_deidentification_and_sites_of_training() -> None:
    assert {(p.kind, p.zone, p.direction) for p in CEILING.peers} == {
        (PeerKind.EHR_FEED, ZoneName.PHI, Direction.INBOUND),
        (PeerKind.EHR_API, ZoneName.DEIDENTIFICATION, Direction.OUTBOUND),
        (PeerKind.FEDERATED_SITE, ZoneName.TRAINING, Direction.INBOUND),
    }


def test_only_egress_may_reach_the_internet() -> None:
    assert {ZoneName.EGRESS} == CEILING.internet


def test_every_cloud_has_a_service_list_for_every_zone() -> None:
    assert {cloud: set(zones) for cloud, zones in CEILING.cloud_services.items()} == {cloud: set(ZoneName) for cloud in Cloud}


def test_no_ai_service_may_be_reached_from_phi_in_any_cloud() -> None:
    ai = ("bedrock", "sagemaker", "openai", "ai-", "machine-learning", "aiplatform")
    phi = {service for zones in CEILING.cloud_services.values() for service in zones[ZoneName.PHI]}
    assert {service for service in phi if service.startswith(ai)} == set()


def test_the_data_api_of_the_database_is_reachable_from_phi_alone() -> None:
    aws = CEILING.cloud_services[Cloud.AWS]
    assert [zone for zone in ZoneName if "rds-data" in aws[zone]] == [ZoneName.PHI]


def test_sessions_cannot_be_opened_where_phi_or_models_are() -> None:
    aws = CEILING.cloud_services[Cloud.AWS]
    for zone in (ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.TRAINING):
        assert not {"ssmmessages", "ec2messages"} & aws[zone]


def test_inference_may_use_models_but_not_manage_them() -> None:
    services = CEILING.cloud_services[Cloud.AWS][ZoneName.INFERENCE]
    assert {"bedrock-runtime", "sagemaker.runtime"} <= services
    assert "sagemaker.api" not in services
