"""Old Word files (.doc, .wps) by LibreOffice, where it is installed."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dutybook.files.door import read_bytes
from dutybook.files.replacement import write_whole
from dutybook.intake.formats.bounds import Unreadable

_SECONDS: Final = 120
_PROGRAMS: Final = ("soffice", "libreoffice")


def converted(data: bytes, suffix: str) -> bytes:
    """The file as .docx. Runs without macros, in a profile of its own that is thrown away."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Unreadable("import-needs-office", {"kind": suffix})
    with TemporaryDirectory(prefix="dutybook-") as folder:
        place = Path(folder).resolve()
        write_whole({place / f"paper{suffix}": data}, lasting=False)
        profile = (place / "profile").as_uri()
        command = [
            program, "--headless", "--norestore", f"-env:UserInstallation={profile}",
            "--convert-to", "docx", "--outdir", str(place / "out"), str(place / f"paper{suffix}"),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            raise Unreadable("import-broken", {"reason": type(error).__name__}) from None
        made = place / "out/paper.docx"
        if not made.is_file():
            raise Unreadable("import-broken", {"reason": "LibreOffice"})
        return read_bytes(made)
