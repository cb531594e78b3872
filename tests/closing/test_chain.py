"""Closings that are removed, slipped in or sealed anew show; signatures say by whom."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from office import Office

from dutybook.cli import main
from dutybook.workspace.closings import content_hash


def run(office: Office, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "-w", str(office.root)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def verify(office: Office) -> tuple[int, str]:
    found = run(office, "close", "--verify")
    return found.exit_code, found.stderr


@pytest.fixture
def months(tmp_path: Path) -> Office:
    """August to October closed one after the other, September twice."""
    office = Office(tmp_path / "workspace")
    office.kpi(
        {"mean": {"of": "calls", "value": "value"}}, 100, target="≥ 90", score="proportional"
    )
    rows = [f",E{n},2026-{month}-05,9{n}" for month in ("08", "09", "10") for n in (1, 2)]
    office.rows(*rows, head="no,employee,received_at,value")
    office.write()
    for month in ("08", "09", "10"):
        assert run(office, "close", f"2026-{month}").exit_code == 0
    assert run(office, "close", "2026-09", "--yes").exit_code == 0
    assert verify(office) == (0, "")
    return office


def resealed(path: Path, **changes: Any) -> None:
    """A manifest changed by somebody who knows how it is sealed."""
    made = json.loads(path.read_text()) | changes
    made["seal"] = content_hash({k: v for k, v in made.items() if k not in ("seal", "signature")})
    path.write_text(json.dumps(made, ensure_ascii=False))


@pytest.mark.parametrize("folder", ["2026-08", "2026-09", "2026-10", "2026-09/earlier/1"])
def test_a_closing_that_is_gone_shows(months: Office, folder: str) -> None:
    shutil.rmtree(months.root / "closed" / folder)
    code, told = verify(months)
    assert (code, "closed-gone" in told) == (1, True)


@pytest.mark.parametrize("folder", ["2026-08", "2026-09", "2026-09/earlier/1"])
def test_one_that_was_sealed_anew_shows(months: Office, folder: str) -> None:
    resealed(months.root / "closed" / folder / "close.json", note="别的")
    code, told = verify(months)
    assert (code, "closed-gone" in told, "closed-altered" in told) == (1, True, False)


def test_one_that_was_slipped_in_shows(months: Office) -> None:
    shutil.copytree(months.root / "closed/2026-10", months.root / "closed/2026-11")
    resealed(months.root / "closed/2026-11/close.json", period="2026-11", before=[])
    code, told = verify(months)
    assert (code, "closed-unchained" in told) == (1, True)


@pytest.mark.parametrize("name", ["rows.jsonl", "definitions.json", "scores.json"])
def test_every_file_is_sealed(months: Office, name: str) -> None:
    path = months.root / "closed/2026-10" / name
    path.write_bytes(path.read_bytes().replace(b"E1", b"E7").replace(b"clerk", b"clark"))
    code, told = verify(months)
    assert (code, "closed-altered" in told) == (1, True)


def test_without_the_end_of_the_chain(months: Office) -> None:
    (months.root / "closed/chain.json").unlink()
    assert "closed-chain-unreadable" in verify(months)[1]


def key_file(path: Path, password: bytes | None = None) -> str:
    """A new private key at ``path``; its public half as ssh-keygen writes it."""
    key = Ed25519PrivateKey.generate()
    locked = serialization.BestAvailableEncryption(password) if password else None
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8 if locked else serialization.PrivateFormat.OpenSSH,
            locked or serialization.NoEncryption(),
        )
    )
    return key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    ).decode()  # fmt: skip


def test_a_signature_says_who_and_fits_only_what_was_signed(months: Office, tmp_path: Path) -> None:
    public = key_file(tmp_path / "key")
    months.config["signers"] = {"林若兰": public + " lin@office"}
    months.write()
    assert verify(months)[1].count("closed-unsigned") == 4
    seal = json.loads((months.root / "closed/2026-10/close.json").read_text())["seal"]
    signed = run(months, "close", "2026-10", "--sign", str(tmp_path / "key"))
    assert signed.exit_code == 0, signed.output
    made = json.loads((months.root / "closed/2026-10/close.json").read_text())
    assert made["seal"] == seal
    found = run(months, "close", "--verify")
    assert "林若兰" in found.stdout
    assert found.stderr.count("closed-unsigned") == 3
    resealed(months.root / "closed/2026-10/close.json", note="别的")
    assert "closed-signature-wrong" in verify(months)[1]


def test_signing_while_closing(months: Office, tmp_path: Path) -> None:
    months.config["signers"] = {"林若兰": key_file(tmp_path / "key")}
    months.write()
    assert run(months, "close", "2026-10", "--yes", "--sign", str(tmp_path / "key")).exit_code == 0
    other = key_file(tmp_path / "other")
    assert other not in months.config["signers"].values()
    assert run(months, "close", "2026-08", "--sign", str(tmp_path / "other")).exit_code == 0
    assert "closed-signer-unknown" in verify(months)[1]


def test_keys_that_are_no_keys_or_in_the_workspace(months: Office, tmp_path: Path) -> None:
    (tmp_path / "none").write_text("nothing")
    key_file(tmp_path / "locked", b"secret")
    key_file(months.root / "key")
    for path, code in (
        (tmp_path / "none", "close-key-unusable"),
        (tmp_path / "locked", "close-key-unusable"),  # nobody is there to say the passphrase
        (months.root / "key", "close-key-inside"),
    ):
        found = run(months, "close", "2026-08", "--sign", str(path))
        assert (found.exit_code, code in found.stderr) == (2, True), found.stderr
