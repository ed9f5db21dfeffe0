"""Models that answer in several regions carry prompts out of residency."""

import pytest

from tests.posture.readers.aws.estate import OURS, STATED, Estate, allow, document, may, trust

MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0"
IRELAND = {**STATED, "residency": ["eu-west-1"]}
TWO = {**STATED, "residency": ["eu-west-1", "eu-central-1"]}
EUROPE = {
    **STATED,
    "residency": [
        "eu-central-1", "eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2",
    ],
}  # fmt: skip


def profile(name: str) -> str:
    return f"arn:aws:bedrock:eu-west-1:{OURS}:inference-profile/{name}"


def agent(clinic: Estate, model: object) -> None:
    clinic.bucket("records", zone="phi")
    reads = may("s3:GetObject", "arn:aws:s3:::records/*")
    role = clinic.role("asks", trust({"Service": "bedrock.amazonaws.com"}), reads)
    clinic.put(
        "aws:bedrock/agentAgent:AgentAgent", "triage", agentResourceRoleArn=role.out("arn"), foundationModel=model, region="eu-west-1"
    )


@pytest.mark.parametrize(
    ("model", "stated", "verdict"),
    [
        (MODEL, IRELAND, "proven"),
        (f"eu.{MODEL}", IRELAND, "violated"),
        (profile(f"eu.{MODEL}"), IRELAND, "violated"),
        (f"eu.{MODEL}", TWO, "unproven"),
        (f"eu.{MODEL}", EUROPE, "proven"),
        (f"global.{MODEL}", EUROPE, "violated"),
        (f"us.{MODEL}", EUROPE, "violated"),
        (f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}", EUROPE, "violated"),
        (f"arn:aws:bedrock:eu-west-1:{OURS}:application-inference-profile/abc", EUROPE, "unproven"),
    ],
)
def test_an_agents_prompts_go_where_its_model_answers(
    clinic: Estate, form: str, model: str, stated: dict[str, object], verdict: str
) -> None:
    agent(clinic, model)
    assert clinic.verdicts(form, stated, only="phi-exit") == verdict


@pytest.mark.parametrize(
    ("source", "verdict"), [(f"arn:aws:bedrock:eu-west-1::foundation-model/{MODEL}", "proven"), (profile(f"global.{MODEL}"), "violated")]
)
def test_an_application_profile_asks_what_it_was_made_from(clinic: Estate, form: str, source: str, verdict: str) -> None:
    arn = f"arn:aws:bedrock:eu-west-1:{OURS}:application-inference-profile/costs"
    made = clinic.put("aws:bedrock/inferenceProfile:InferenceProfile", "costs", arn=arn, modelSource={"copyFrom": source})
    agent(clinic, made.out("arn"))
    assert clinic.verdicts(form, IRELAND, only="phi-exit") == verdict


ASKED_HERE = f"arn:aws:bedrock:eu-west-1::foundation-model/{MODEL}"
ASKED_IN_EUROPE = f"arn:aws:bedrock:eu-*::foundation-model/{MODEL}"


@pytest.mark.parametrize(
    ("resources", "verdict"),
    [
        ([ASKED_HERE], "proven"),
        ([profile(f"eu.{MODEL}"), ASKED_IN_EUROPE], "violated"),
        ([profile("*"), "arn:aws:bedrock:*::foundation-model/*"], "violated"),
        # Without the model in the other regions a request that is routed there is refused.
        ([profile(f"eu.{MODEL}"), ASKED_HERE], "proven"),
    ],
)
def test_a_role_that_may_ask_a_profile_and_its_model_abroad_carries_prompts_there(
    clinic: Estate, form: str, resources: list[str], verdict: str
) -> None:
    clinic.bucket("records", zone="phi")
    zone = clinic.zone("deidentification")
    role = clinic.role("redacts", trust({"Service": "lambda.amazonaws.com"}), may("bedrock:InvokeModel", resources))
    clinic.function("redact", zone, role)
    assert clinic.verdicts(form, IRELAND, only="phi-exit") == verdict


PROFILE_AND_MODEL = [profile(f"eu.{MODEL}"), ASKED_IN_EUROPE]
STREAMED = "bedrock:InvokeModelWithResponseStream"


@pytest.mark.parametrize(
    ("statements", "verdict"),
    [
        ([{"Effect": "Allow", "Action": STREAMED, "Resource": PROFILE_AND_MODEL}], "violated"),
        (
            [
                {"Effect": "Allow", "Action": "bedrock:InvokeModel*", "Resource": PROFILE_AND_MODEL},
                {"Effect": "Deny", "Action": "bedrock:InvokeModel", "Resource": "*"},
            ],
            "violated",
        ),
        (
            [
                {"Effect": "Allow", "Action": "bedrock:InvokeModel*", "Resource": PROFILE_AND_MODEL},
                {"Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*"},
            ],
            "proven",
        ),
        # The profile by one call and the model by another is no request at all.
        (
            [
                {"Effect": "Allow", "Action": STREAMED, "Resource": PROFILE_AND_MODEL[0]},
                {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": PROFILE_AND_MODEL[1]},
            ],
            "proven",
        ),
    ],
)
def test_either_way_to_ask_a_model_carries_prompts_and_both_must_be_denied(
    clinic: Estate, form: str, statements: list[dict[str, object]], verdict: str
) -> None:
    clinic.bucket("records", zone="phi")
    zone = clinic.zone("deidentification")
    role = clinic.role("redacts", trust({"Service": "lambda.amazonaws.com"}), document(*statements))
    clinic.function("redact", zone, role)
    assert clinic.verdicts(form, IRELAND, only="phi-exit") == verdict


def asked_through(clinic: Estate, resources: object, role: str | None = "*") -> None:
    """An endpoint of Bedrock in deidentification whose policy allows these resources, and a function there."""
    clinic.bucket("records", zone="phi")
    zone = clinic.zone("deidentification")
    passes = allow({"AWS": "*"}, "bedrock:InvokeModel", resources, {"StringEquals": {"aws:PrincipalAccount": OURS}})
    clinic.endpoint(zone, "bedrock-runtime", document(passes), vpcEndpointType="Interface")
    if role is not None:
        clinic.function(
            "redact", zone, clinic.role("redacts", trust({"Service": "lambda.amazonaws.com"}), may("bedrock:InvokeModel", role))
        )


@pytest.mark.parametrize(
    ("resources", "role", "verdict"),
    [
        ([ASKED_HERE], "*", "proven"),
        ([profile(f"eu.{MODEL}"), ASKED_HERE], "*", "proven"),
        ([profile(f"eu.{MODEL}"), ASKED_IN_EUROPE], "*", "violated"),
        ([profile("*"), "arn:aws:bedrock:*::foundation-model/*"], "*", "violated"),
        # The role may not ask the profile; others may.
        ([profile(f"eu.{MODEL}"), ASKED_IN_EUROPE], ASKED_HERE, "unproven"),
        ([profile(f"eu.{MODEL}"), ASKED_IN_EUROPE], None, "unproven"),
    ],
)
def test_an_endpoint_that_names_a_profile_lets_prompts_follow_it(
    clinic: Estate, resources: list[str], role: str | None, verdict: str
) -> None:
    asked_through(clinic, resources, role)
    assert clinic.verdicts("state", IRELAND, only="phi-exit") == verdict
    assert clinic.verdicts("preview", IRELAND, only="phi-exit") in (verdict, "unproven")


def test_one_profile_of_many_regions_is_one_way_out(clinic: Estate) -> None:
    asked_through(clinic, [profile("global.*"), "arn:aws:bedrock:*::foundation-model/*"])
    assert len(clinic.judge("state", IRELAND).result("phi-exit").findings) == 1


@pytest.mark.parametrize(
    ("model", "verdict"),
    [
        ("arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0", "proven"),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0", "violated"),
    ],
)
def test_what_a_knowledge_base_holds_goes_where_its_vectors_are_made(clinic: Estate, form: str, model: str, verdict: str) -> None:
    vectors = {"vectorKnowledgeBaseConfiguration": {"embeddingModelArn": model}, "type": "VECTOR"}
    token = "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"
    clinic.put(token, "notes", zone="phi", data="phi", name="notes", knowledgeBaseConfiguration=vectors)
    found = {finding.verdict.value for finding in clinic.judge(form, IRELAND).result("phi-exit").findings}
    assert found == ({verdict} - {"proven"})
