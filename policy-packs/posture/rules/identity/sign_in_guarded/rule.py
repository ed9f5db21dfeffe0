"""People sign in with a second factor and a long password, to applications that take only who is assigned.

Sources: Amazon Cognito Developer Guide, "Security best practices for Amazon Cognito user pools", "Adding MFA to a user pool", "Password
requirements", "Prevent user existence errors", "Deletion protection"; Identity pools, "Unauthenticated identities"; IAM Identity Center User Guide,
"Assign user access to applications" (without required assignment every user of the directory comes in); 45 CFR 164.312(d).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least, must_be_false, must_be_one_of, must_be_true

POOL: Final = "aws:cognito/userPool:UserPool"
CLIENT: Final = "aws:cognito/userPoolClient:UserPoolClient"
IDENTITIES: Final = "aws:cognito/identityPool:IdentityPool"
ASSIGNED: Final = "aws:ssoadmin/applicationAssignmentConfiguration:ApplicationAssignmentConfiguration"
_LEAST: Final = 12


@rule(POOL, CLIENT, IDENTITIES, ASSIGNED)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    kind = look.resource.type
    if kind == POOL:
        yield from must_be_one_of(look, "mfaConfiguration", ("ON",), "lets people in with a password alone", default="OFF")
        yield from must_be_true(look, "adminCreateUserConfig.allowAdminCreateUserOnly", "lets anybody make an account for himself")
        yield from must_be_at_least(
            look, "passwordPolicy.minimumLength", _LEAST, f"takes passwords of fewer than {_LEAST} characters", default=8
        )
        yield from must_be_one_of(look, "deletionProtection", ("ACTIVE",), "can be deleted with all its people", default="INACTIVE")
    elif kind == CLIENT:
        yield from must_be_one_of(look, "preventUserExistenceErrors", ("ENABLED",), "tells a stranger which names exist", default="LEGACY")
        yield from must_be_true(look, "enableTokenRevocation", "gives out tokens that nobody can take back", default=True)
        flows = look.texts("explicitAuthFlows")
        if isinstance(flows, list) and any(flow in ("USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH") for flow in flows):
            yield Fault("takes passwords as they are typed, not by SRP", "explicitAuthFlows")
    elif kind == IDENTITIES:
        yield from must_be_false(look, "allowUnauthenticatedIdentities", "gives credentials to people who have not signed in")
        yield from must_be_false(look, "allowClassicFlow", "lets its people choose among roles")
    else:
        yield from must_be_true(look, "assignmentRequired", "lets everybody of the directory into the application")
