"""A registry on loopback, images in it, and signatures as `cosign sign --key` writes them: by keys that are made at run time, with no log.

Sources: OCI distribution specification, 4.4 (pushing), OCI image specification (manifest, config); sigstore/cosign, `specs/SIGNATURE_SPEC.md` (simple
signing: the payload names the digest, the signature stands in an annotation of its layer, under the tag `sha256-<digest>.sig`) and
`specs/ATTESTATION_SPEC.md` (`.att`); DSSE, "Protocol"; in-toto, "Statement" 0.1.
"""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import urllib3
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from simulator.clusters.processes import Server, end

_MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
_CONFIG: Final = "application/vnd.oci.image.config.v1+json"
_LAYER: Final = "application/vnd.oci.image.layer.v1.tar"
_SIGNED: Final = "application/vnd.dev.cosign.simplesigning.v1+json"
_DSSE: Final = "application/vnd.dsse.envelope.v1+json"
_IN_TOTO: Final = "application/vnd.in-toto+json"
_STATEMENT: Final = "https://in-toto.io/Statement/v0.1"
_SIGNATURE: Final = "dev.cosignproject.cosign/signature"
_READY_SECONDS: Final = 30.0


class Signer:
    """Who signs: a key of its own."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_pem(self) -> str:
        """The public half."""
        public = self._key.public_key()
        return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, payload: bytes) -> str:
        """The signature in base64."""
        return base64.b64encode(self._key.sign(payload, ec.ECDSA(hashes.SHA256()))).decode()


class Registry:
    """Images in memory, gone with the process."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._folder, self._http = folder, urllib3.PoolManager(retries=False)
        log = folder / "registry.log"
        # The folder stands in its command, by which `end` knows it as ours.
        (folder / program.name).symlink_to(program)
        self._server = Server("registry", [folder / program.name, "-port", "0"], log, {})
        self._server.wait_until(lambda: "serving on port" in log.read_text(), _READY_SECONDS)
        self.host = f"127.0.0.1:{log.read_text().split('serving on port')[1].split()[0]}"

    def close(self) -> None:
        """End it."""
        end(self._server.pid, self._folder)

    def push(self, name: str, tag: str = "latest", said: str = "") -> str:
        """An image that says who it is; its digest."""
        layer = f"the program of {name} {said}".encode()
        config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [_digest(layer)]}, "config": {}}
        return self._manifest(name, tag, json.dumps(config).encode(), [(_LAYER, layer, {})])

    def sign(self, name: str, digest: str, *signers: Signer, says: str | None = None) -> None:
        """Each signer's signature, in place of those that are there. `says`: the digest that is signed, where it is another one."""
        critical = {
            "identity": {"docker-reference": f"{self.host}/{name}"},
            "image": {"docker-manifest-digest": says or digest},
            "type": "cosign container image signature",
        }
        payload = json.dumps({"critical": critical, "optional": None}).encode()
        layers = [(_SIGNED, payload, {_SIGNATURE: signer.sign(payload)}) for signer in signers]
        config = {"architecture": "", "os": "", "rootfs": {"type": "layers", "diff_ids": [_digest(payload)] * len(layers)}, "config": {}}
        self._manifest(name, f"{digest.replace(':', '-')}.sig", json.dumps(config).encode(), layers)

    def attest(self, name: str, digest: str, signer: Signer, predicate_type: str, says: str | None = None) -> None:
        """A signed statement about the image, in place of those that are there. `says`: the digest that it is about, where it is another one."""
        subject = {"name": f"{self.host}/{name}", "digest": {"sha256": (says or digest).partition(":")[2]}}
        statement = {"_type": _STATEMENT, "predicateType": predicate_type, "subject": [subject], "predicate": {}}
        body = json.dumps(statement).encode()
        # DSSE, pre-authentication encoding: what is signed names its type and lengths.
        signed = f"DSSEv1 {len(_IN_TOTO)} {_IN_TOTO} {len(body)} ".encode() + body
        envelope = {
            "payloadType": _IN_TOTO,
            "payload": base64.b64encode(body).decode(),
            "signatures": [{"keyid": "", "sig": signer.sign(signed)}],
        }
        layer = json.dumps(envelope).encode()
        config = {"architecture": "", "os": "", "rootfs": {"type": "layers", "diff_ids": [_digest(layer)]}, "config": {}}
        layers = [(_DSSE, layer, {_SIGNATURE: "", "predicateType": predicate_type})]
        self._manifest(name, f"{digest.replace(':', '-')}.att", json.dumps(config).encode(), layers)

    def _manifest(self, name: str, tag: str, config: bytes, layers: list[tuple[str, bytes, dict[str, str]]]) -> str:
        written: dict[str, Any] = {"schemaVersion": 2, "mediaType": _MANIFEST, "config": self._blob(name, _CONFIG, config)}
        written["layers"] = [
            {**self._blob(name, kind, content), **({"annotations": notes} if notes else {})} for kind, content, notes in layers
        ]
        body = json.dumps(written).encode()
        self._send("PUT", f"/v2/{name}/manifests/{tag}", body, _MANIFEST)
        return _digest(body)

    def _blob(self, name: str, kind: str, content: bytes) -> dict[str, Any]:
        self._send("POST", f"/v2/{name}/blobs/uploads/?digest={_digest(content)}", content, "application/octet-stream")
        return {"mediaType": kind, "digest": _digest(content), "size": len(content)}

    def _send(self, method: str, path: str, body: bytes, form: str) -> None:
        answer = self._http.request(method, f"http://{self.host}{path}", body=body, headers={"Content-Type": form})
        assert answer.status == 201, f"{method} {path}: {answer.status} {answer.data!r}"


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
