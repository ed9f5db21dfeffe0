"""A Google Cloud project of a test: create, update, read and delete in a few words, always judged as the engine would have it judged."""

from typing import Any

from simulator.rules.gcp import kinds
from simulator.world import Object
from tests.simulator.place import Made, Place

__all__ = ["LINK", "ORGANIZATION", "OTHER_PROJECT", "PROJECT", "REGION", "Made", "Project"]

PROJECT = "hospital-phi"
OTHER_PROJECT = "hospital-access"
REGION = "europe-west3"
ORGANIZATION = "organizations/123456789012"
LINK = "https://www.googleapis.com/compute/v1/"


class Project(Place):
    """Resources of one project, with short ways to what most tests need."""

    @property
    def name_(self) -> str:
        """Id of the provider's project."""
        return self.cloud.place.account

    def stands(self, made: Made) -> bool:
        """Whether it exists in the world."""
        return self.object(made) is not None

    def object(self, made: Made) -> Object | None:
        """What exists in the world."""
        type_ = made.urn.split("::")[2]
        return next((one for one in self.cloud.world.by_id(made.id) if one.type == type_), None)

    # Short ways.

    def network(self, name: str = "phi", **inputs: Any) -> Made:
        """A network in custom mode, without routes."""
        return self.make(kinds.NETWORK, **{"name": name, "autoCreateSubnetworks": False, "deleteDefaultRoutesOnCreate": True, **inputs})

    def subnet(self, network: Made, range_: str = "10.0.0.0/24", name: str = "phi-a", **inputs: Any) -> Made:
        """A subnet of the provider's region."""
        return self.make(kinds.SUBNETWORK, name=name, network=network.id, ipCidrRange=range_, **inputs)

    def front(self, network: Made, subnet: Made, name: str = "front") -> Made:
        """A forwarding rule of an internal load balancer."""
        check = self.make(kinds.REGION_HEALTH_CHECK, name=name, tcpHealthCheck={"port": 443})
        backend = self.make(kinds.REGION_BACKEND_SERVICE, name=name, healthChecks=check.id, network=network.id)
        given = {"loadBalancingScheme": "INTERNAL", "ports": ["443"], "network": network.id, "subnetwork": subnet.id}
        return self.make(kinds.FORWARDING_RULE, name=name, backendService=backend.id, **given)

    def attachment(self, network: Made, **inputs: Any) -> Made:
        """A published service, with its balancer and a subnet for translation."""
        front = self.front(network, self.subnet(network))
        nat = self.subnet(network, "10.0.1.0/24", "psc", purpose="PRIVATE_SERVICE_CONNECT")
        wanted = {"connectionPreference": "ACCEPT_MANUAL", "enableProxyProtocol": False, "natSubnets": [nat.id], **inputs}
        return self.make(kinds.SERVICE_ATTACHMENT, name="front", targetService=front.id, **wanted)

    def key(self, location: str = REGION, name: str = "store") -> Made:
        """A key in a ring of its own."""
        ring = self.make(kinds.KEY_RING, name=f"ring-{name}", location=location)
        return self.make(kinds.CRYPTO_KEY, name=name, keyRing=ring.id)

    def grant(self, key: Made, agent: str) -> Made:
        """Lets a service's agent use a key."""
        role = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
        member = f"serviceAccount:service-600000000001@{agent}"
        return self.make("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", cryptoKeyId=key.id, role=role, member=member)

    def bucket(self, name: str = "hospital-phi-store", **inputs: Any) -> Made:
        """A bucket."""
        return self.make(kinds.BUCKET, **{"name": name, "location": REGION, **inputs})

    def made_project(self, name: str = "hospital-new", **inputs: Any) -> Made:
        """A project that the program makes."""
        wanted = {
            "projectId": name,
            "name": name,
            "orgId": "123456789012",
            "billingAccount": "000000-AAAAAA-BBBBBB",
            "deletionPolicy": "DELETE",
        }
        return self.make(kinds.PROJECT, **{**wanted, **inputs})

    def enable(self, project: str, *services: str) -> None:
        """Enables APIs in a project."""
        for service in services:
            self.make(kinds.SERVICE, project=project, service=f"{service}.googleapis.com")

    def access_policy(self) -> str:
        """`accessPolicies/<number>` of the organization's policy."""
        return f"accessPolicies/{self.make(kinds.ACCESS_POLICY, parent=ORGANIZATION, title='hospital').id}"
