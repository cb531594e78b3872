"""Ed25519 signatures of closings: a private key outside the workspace signs the seal, the public
keys that count are named in dutybook.yaml (``signers``). Keys are those of OpenSSH
(``ssh-keygen -t ed25519``) or PEM files.

The package ``cryptography`` is asked for only here (``pip install dutybook[sign]``).
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dutybook.files.door import read_bytes
from dutybook.finding import DutybookError, Finding, Place
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MEANT: Final = b"dutybook closing\n"
"""What is signed begins so, lest a signature given for something else be taken for one of these."""
_KIND: Final = "ssh-ed25519"


def signature(root: Path, key: Path, seal: str, password: Callable[[], str]) -> dict[str, str]:
    """The signature of a closing's ``seal`` by the private key in the file ``key``; ``password`` is
    asked where the key is locked. A finding where the file is no such key, or lies in the
    workspace, from where it would be handed on with it."""
    if key.resolve().is_relative_to(root.resolve()):
        raise DutybookError(Finding("close-key-inside", Place(str(key))))
    private = _private(key, password)
    signed = private.sign(_MEANT + seal.encode())
    return {"key": _public_text(private), "value": base64.b64encode(signed).decode()}


def signature_findings(workspace: Workspace, closed: Closed) -> Iterator[Finding]:
    """What is wrong with the signature of ``closed``: none though signers are named, one by nobody
    who is, or one that does not fit."""
    given, signers = closed.manifest.get("signature"), workspace.organisation.signers
    details: dict[str, object] = {"period": closed.period.text}
    if given is None:
        if signers and closed.format > 1:
            yield Finding("closed-unsigned", closed.place, details)
        return
    known = {_key_of(text): name for name, text in signers.items()}
    try:
        fits = _fits(given["key"], given["value"], closed.manifest["seal"])
    except ImportError:
        yield Finding("close-needs-cryptography", closed.place)
        return
    except (KeyError, TypeError, ValueError, binascii.Error):
        fits = False
    if not fits:
        yield Finding("closed-signature-wrong", closed.place, details)
    elif _key_of(given["key"]) not in known:
        yield Finding("closed-signer-unknown", closed.place, details)


def signer(workspace: Workspace, closed: Closed) -> str | None:
    """The name of who signed, as dutybook.yaml says it; whether it fits is another question."""
    key = _key_of((closed.manifest.get("signature") or {}).get("key", ""))
    named = workspace.organisation.signers.items()
    return next((name for name, text in named if key and _key_of(text) == key), None)


def _key_of(text: str) -> str:
    """A public key without its kind and comment."""
    words = text.split()
    return words[1] if len(words) > 1 and words[0] == _KIND else text.strip()


def _private(path: Path, password: Callable[[], str]) -> "Ed25519PrivateKey":
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise DutybookError(Finding("close-needs-cryptography", Place(str(path)))) from None
    try:
        key = _loaded(read_bytes(path.resolve()), password)
    except OSError as error:
        details = {"reason": error.strerror or str(error)}
        raise DutybookError(Finding("close-key-unusable", Place(str(path)), details)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise DutybookError(Finding("close-key-unusable", Place(str(path)), {"reason": ""}))
    return key


def _loaded(data: bytes, password: Callable[[], str]) -> Any:
    """A private key of whatever kind; None where it is none, or the password is wrong."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    ssh = b"OPENSSH PRIVATE KEY" in data
    load = serialization.load_ssh_private_key if ssh else serialization.load_pem_private_key
    try:
        return load(data, None)
    except TypeError:  # locked
        pass
    except (ValueError, UnsupportedAlgorithm):
        return None
    try:
        return load(data, password().encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None


def _public_text(private: "Ed25519PrivateKey") -> str:
    from cryptography.hazmat.primitives import serialization

    made = private.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    return _key_of(made.decode())


def _fits(key: str, value: str, seal: str) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = serialization.load_ssh_public_key(f"{_KIND} {_key_of(key)}".encode())
        if not isinstance(public, Ed25519PublicKey):
            return False
        public.verify(base64.b64decode(value, validate=True), _MEANT + seal.encode())
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
