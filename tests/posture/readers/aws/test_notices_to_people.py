"""Mail of topics: what alarms say to people is no road of the zones that keep watch; what records say is a way out all the same."""

import pytest

from tests.posture.readers.aws.estate import OURS, Estate


@pytest.mark.parametrize("protocol", ["email", "email-json", "sms"])
@pytest.mark.parametrize(
    ("zone", "verdicts"),
    [
        ("management", "proven proven proven"),
        ("control", "proven proven proven"),
        ("training", "proven proven violated"),
        ("phi", "violated proven proven"),
    ],
)
def test_mail_of_a_topic(clinic: Estate, form: str, protocol: str, zone: str, verdicts: str) -> None:
    clinic.bucket("records", "phi")
    topic = clinic.put("aws:sns/topic:Topic", "alarms", zone=zone, arn=f"arn:aws:sns:eu-west-1:{OURS}:alarms", name="alarms")
    clinic.put("aws:sns/topicSubscription:TopicSubscription", "mail", topic=topic.id, protocol=protocol, endpoint="operators@clinic.org")
    assert clinic.verdicts(form) == verdicts


def test_a_webhook_is_a_road(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    topic = clinic.put("aws:sns/topic:Topic", "alarms", zone="management", arn=f"arn:aws:sns:eu-west-1:{OURS}:alarms", name="alarms")
    clinic.put(
        "aws:sns/topicSubscription:TopicSubscription", "hook", topic=topic.id, protocol="https", endpoint="https://hooks.example.com"
    )
    assert clinic.verdicts(form) == "proven proven violated"
