"""What is kept for the user of this machine, outside of every workspace: caches, and a secret by
which Dutybook knows what it wrote itself."""

import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path, user_config_path, user_data_path

from dutybook.files.door import RefusedError, read_bytes

_APP: Final = "dutybook"
_LENGTH: Final = 32
SECRET: Final = "DUTYBOOK_SECRET"
"""The environment variable that holds the office's secret; else it stands in the file of that name
in the user's configuration folder."""


def cache_folder() -> Path:
    """Where caches are; it need not exist."""
    return user_cache_path(_APP, appauthor=False).resolve()


def sealed(*parts: bytes) -> str:
    """A seal that only this machine's user can make; empty where no secret can be kept, which
    equals no seal."""
    secret = _machine(user_data_path(_APP, appauthor=False).resolve())
    return _seal(secret, parts) if secret else ""


def office_seal(*parts: bytes) -> str:
    """A seal that the office's machines can make, which share a secret; empty without one. Refused
    where the secret is there and says nothing: forms without a seal would go out unseen."""
    secret = _given() or _configured()
    return _seal(secret, parts) if secret else ""


def same_seal(one: str, other: str) -> bool:
    """Whether two seals are the same, and not both missing."""
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())


def _given() -> bytes:
    text = os.environ.get(SECRET, "")
    if text and not text.strip():
        raise RefusedError("secret-empty", Path(SECRET))
    return text.strip().encode()


def _configured() -> bytes:
    path = user_config_path(_APP, appauthor=False).resolve() / "secret"
    if not path.exists():
        return b""
    secret = read_bytes(path).strip()
    if not secret:
        raise RefusedError("secret-empty", path)
    return secret


def _seal(secret: bytes, parts: tuple[bytes, ...]) -> str:
    made = hmac.new(secret, digestmod=sha256)
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


@cache
def _machine(folder: Path) -> bytes:
    path = folder / "machine-secret"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(secrets.token_bytes(_LENGTH))
        secret = read_bytes(path)
        return secret if len(secret) == _LENGTH else b""
    return b""
