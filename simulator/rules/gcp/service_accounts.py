"""Service accounts and their keys.

Sources: IAM documentation, "Create service accounts" (ids, 30 days of undelete), "Service account keys"; IAM API, projects.serviceAccounts;
Terraform google provider, google_service_account (a plan knows `email` and `member`), google_service_account_key.
"""

import re

from simulator.packages.gcp_paths import last, part
from simulator.rules import UNKNOWN, Action, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import MISSING, link
from simulator.rules.gcp.kinds import SERVICE_ACCOUNT
from simulator.rules.registry import every_type

_NAMED = re.compile(r"projects/([a-z][a-z0-9-]+)/serviceAccounts/[^/@]+@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com")

account = Rules(
    SERVICE_ACCOUNT,
    source="IAM API, projects.serviceAccounts; Terraform google provider, google_service_account",
    checks=(
        Pattern(
            "accountId",
            r"[a-z](?:[-a-z0-9]{4,28}[a-z0-9])",
            source="IAM API, projects.serviceAccounts.create: accountId",
            saying="6 to 30 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Length("displayName", 0, 100, source="IAM API, projects.serviceAccounts: displayName"),
        Length("description", 0, 256, source="IAM API, projects.serviceAccounts: description"),
    ),
    immutable={"accountId"},
    id=lambda action: f"projects/{_project(action)}/serviceAccounts/{_email(action)}",
    outputs={"uniqueId": "{digits21}"},
)


def _project(action: Action) -> str:
    own = action.inputs.get("project")
    return last(own) if isinstance(own, str) and own else action.account


def _email(action: Action) -> str:
    return f"{action.inputs['accountId']}@{_project(action)}.iam.gserviceaccount.com"


@account.plans
def address_is_known(action: Action) -> Properties:
    """The address follows from account id and project, so that a plan knows it."""
    if UNKNOWN in (action.inputs["accountId"], action.inputs.get("project")):
        return {"email": UNKNOWN, "member": UNKNOWN, "name": UNKNOWN}
    email = _email(action)
    found: Properties = {"email": email, "member": f"serviceAccount:{email}"}
    return found | ({} if action.preview else {"name": f"projects/{_project(action)}/serviceAccounts/{email}"})


@every_type("gcp", "create", source="IAM API, projects.serviceAccounts: name ('projects/{PROJECT_ID}/serviceAccounts/{EMAIL_ADDRESS}')")
def granted_where_it_stands(action: Action) -> None:
    """A grant on an account names it in its own project: its address says which that is."""
    found = _NAMED.fullmatch(str(action.inputs.get("serviceAccountId"))) if action.type.startswith("gcp:serviceaccount/iAM") else None
    if found and found[1] != found[2]:
        action.refuse(
            MISSING, f"Error 404: Unknown service account: {action.inputs['serviceAccountId']} is no account of project {found[1]}"
        )


key = Rules(
    "gcp:serviceaccount/key:Key",
    source="IAM documentation, 'Service account keys'; Terraform google provider, google_service_account_key",
    references={"serviceAccountId": link(SERVICE_ACCOUNT, by=("id", "email", "uniqueId"))},
    immutable={"serviceAccountId", "keyAlgorithm", "privateKeyType", "publicKeyType", "publicKeyData", "keepers"},
    defaults={"keyAlgorithm": "KEY_ALG_RSA_2048", "privateKeyType": "TYPE_GOOGLE_CREDENTIALS_FILE", "publicKeyType": "TYPE_X509_PEM_FILE"},
    id=lambda action: (
        f"projects/{part(action.inputs['serviceAccountId'], 'projects') or action.account}/serviceAccounts/"
        f"{last(action.inputs['serviceAccountId'])}/keys/{action.hex(40)}"
    ),
    outputs={"name": "{id}", "validAfter": "{now}", "validBefore": "9999-12-31T23:59:59Z"},
)
