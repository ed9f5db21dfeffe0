"""No access keys, passwords or users: people and programs log in by federation, workloads have roles."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look

STATIC: Final = {
    "aws:iam/accessKey:AccessKey": "is an access key that never ends",
    "aws-native:iam:AccessKey": "is an access key that never ends",
    "aws:iam/userLoginProfile:UserLoginProfile": "gives a user a password",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": "is a password for a service",
    "aws:iam/sshKey:SshKey": "is a key that never ends",
    "aws:iam/signingCertificate:SigningCertificate": "is a certificate for a user",
    "aws:iam/user:User": "is a user, whose credentials never end",
    "aws-native:iam:User": "is a user, whose credentials never end",
    "aws:lightsail/keyPair:KeyPair": "is a key that never ends",
}


@rule(*STATIC)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if look.scene.classified:
        yield Fault(STATIC[look.resource.type], "the resource")
