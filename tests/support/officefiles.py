"""What Word and Excel may stumble over in a file: what a port of Microsoft's own validator says
(openxml-audit), and traps it does not know, each learned from files that would not open, opened
"repaired" or looked wrong in Word, Excel or WPS only."""

import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import exceltraps
import wordtraps
from lxml import etree
from openxml_audit import OpenXmlValidator

Parts = dict[str, Any]
"""The XML parts of a package by name."""


def complaints(path: Path) -> list[str]:
    """All that is wrong with the Office file at ``path``."""
    traps = wordtraps if path.suffix == ".docx" else exceltraps
    return [*audited(path), *traps.found(parts(path))]


def audited(path: Path) -> Iterator[str]:
    """What the validator says."""
    for error in _validator().validate(path).errors:
        yield f"{error.part_uri}: {error.description}"


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(max_errors=20)


def parts(path: Path) -> Parts:
    """Every XML part."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(package.read(name)) for name in names}
