"""Certificates of a simulated PKI: real X.509, always the same for the same resource.

Keys come from a digest, and signatures are deterministic, so that a program run twice in equal worlds shows equal certificates. They protect
nothing: whoever knows the world's seed knows the keys. Where RSA is asked for, an elliptic curve's key stands in, because making one of RSA
takes seconds and can't be repeated. Sources: RFC 5280; RFC 6979 (deterministic ECDSA); RFC 8032 (Ed25519).
"""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

_CURVES: dict[int, ec.EllipticCurve] = {256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}
_SUBJECT = {
    "organization": NameOID.ORGANIZATION_NAME,
    "ou": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "country": NameOID.COUNTRY_NAME,
    "locality": NameOID.LOCALITY_NAME,
    "province": NameOID.STATE_OR_PROVINCE_NAME,
    "streetAddress": NameOID.STREET_ADDRESS,
    "postalCode": NameOID.POSTAL_CODE,
}


@dataclass(frozen=True)
class Wanted:
    """What a certificate is to say."""

    common_name: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    """Subject and alternative names as the resource has them."""
    before: datetime | None = None
    after: datetime | None = None
    authority: bool = False
    path_length: int | None = None
    serial: int = 1
    extended: Sequence[x509.ObjectIdentifier] = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)


def key_of(digest: str, kind: str = "ec", bits: int = 256) -> PrivateKey:
    """A private key from hexadecimal digits."""
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(digest[:64]))
    curve = _CURVES.get(bits, _CURVES[256]) if kind == "ec" else _CURVES[256]
    # 63 digits stay below the order of every curve here; one more than nothing keeps it from being zero.
    return ec.derive_private_key(int(digest[:63], 16) + 1, curve)


def request(key: PrivateKey, wanted: Wanted) -> str:
    """A certificate signing request, as PEM."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_subject(wanted))
    names = _alternatives(wanted)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return _pem(builder.sign(key, _hash(key), ecdsa_deterministic=_repeatable(key)))


def certificate(wanted: Wanted, public: Any, issuer: x509.Certificate | None, key: PrivateKey) -> str:
    """A certificate over a public key, as PEM. Without an issuer it signs itself."""
    subject = _subject(wanted)
    assert wanted.before is not None
    assert wanted.after is not None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(public)
        .serial_number(wanted.serial)
        .not_valid_before(wanted.before)
        .not_valid_after(wanted.after)
        .add_extension(x509.BasicConstraints(ca=wanted.authority, path_length=wanted.path_length), critical=True)
        .add_extension(_usage(wanted.authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    if not wanted.authority and wanted.extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(wanted.extended)), critical=False)
    names = _alternatives(wanted)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return _pem(builder.sign(key, _hash(key), ecdsa_deterministic=_repeatable(key)))


def read(pem: str) -> x509.Certificate:
    """The first certificate of a PEM text. Raises `ValueError`."""
    return x509.load_pem_x509_certificate(pem.encode())


def read_request(pem: str) -> x509.CertificateSigningRequest:
    """A signing request. Raises `ValueError`."""
    return x509.load_pem_x509_csr(pem.encode())


def serial_text(number: int) -> str:
    """`1f:02:...`, as Vault writes serial numbers."""
    digits = f"{number:x}"
    digits = digits.zfill(len(digits) + len(digits) % 2)
    return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def private_pem(key: PrivateKey) -> str:
    """A private key as PEM."""
    form = (
        serialization.PrivateFormat.PKCS8 if isinstance(key, ed25519.Ed25519PrivateKey) else serialization.PrivateFormat.TraditionalOpenSSL
    )
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode().strip()


def kind_of(public: Any) -> str:
    """`rsa`, `ec` or `ed25519`, of a public key that came from outside."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        return "ec"
    return "ed25519" if isinstance(public, ed25519.Ed25519PublicKey) else "rsa"


def _repeatable(key: PrivateKey) -> bool | None:
    return True if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _hash(key: PrivateKey) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _pem(item: x509.Certificate | x509.CertificateSigningRequest) -> str:
    return item.public_bytes(serialization.Encoding.PEM).decode().strip()


def _subject(wanted: Wanted) -> x509.Name:
    parts = [x509.NameAttribute(oid, str(wanted.inputs[name])) for name, oid in _SUBJECT.items() if wanted.inputs.get(name)]
    if wanted.common_name:
        parts.append(x509.NameAttribute(NameOID.COMMON_NAME, wanted.common_name[:64]))
    return x509.Name(parts)


def _alternatives(wanted: Wanted) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = []
    dns = [str(one) for one in wanted.inputs.get("altNames") or []]
    common = wanted.common_name
    if common and not wanted.inputs.get("excludeCnFromSans") and " " not in common and common not in dns:
        dns.insert(0, common)
    for one in dns:
        names.append(x509.RFC822Name(one) if "@" in one else x509.DNSName(one))
    names.extend(x509.UniformResourceIdentifier(str(one)) for one in wanted.inputs.get("uriSans") or [])
    names.extend(x509.IPAddress(ipaddress.ip_address(str(one))) for one in wanted.inputs.get("ipSans") or [])
    return names


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=not authority,
        data_encipherment=False,
        key_agreement=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
