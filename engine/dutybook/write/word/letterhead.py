"""A company's letterhead: headers, footers, page and margins of its own Word file, put into the
base document, which keeps the styles that papers are written in."""

import posixpath
from copy import deepcopy
from typing import Final

from dutybook.write.word.package import Node, Package, w

_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "[Content_Types].xml"
_FIRST: Final = 9001
"""Numbers of the parts taken over, far from those of any base document."""


def take_letterhead(base: Package, letter: Package) -> None:
    """Give ``base`` the page of ``letter``: its last section, with the parts that section names."""
    section = deepcopy(letter.xml("word/document.xml").find(f"{w('body')}/{w('sectPr')}"))
    named = _relations(letter, "word/document.xml")
    taken = 0
    for reference in section:
        kind = reference.tag.rpartition("}")[2].removesuffix("Reference")
        target = named.get(reference.get(f"{{{_R}}}id"))
        if kind not in ("header", "footer") or target is None:
            continue
        part = f"word/{kind}{_FIRST + taken}.xml"
        _take_part(base, letter, target, part)
        reference.set(f"{{{_R}}}id", _relate(base, kind, part, f"letter{taken}"))
        taken += 1
    old = base.xml("word/document.xml").find(f"{w('body')}/{w('sectPr')}")
    old.getparent().replace(old, section)


def _take_part(base: Package, letter: Package, source: str, part: str) -> None:
    """A header or footer with the pictures it shows."""
    base.parts[part] = letter.parts[source]
    _override(base, part, source, letter)
    relations = _rels(source)
    if relations not in letter.parts:
        return
    tree = deepcopy(letter.xml(relations))
    for relation in tree:
        picture = _target(relation)
        if picture is None:
            continue
        extension = picture.rpartition(".")[2]
        stem = posixpath.basename(part).removesuffix(".xml")
        copy = f"word/media/letter-{stem}-{posixpath.basename(picture)}"
        base.parts[copy] = letter.parts[picture]
        relation.set("Target", posixpath.relpath(copy, "word"))
        _default(base, extension, letter)
    base.parts[_rels(part)] = tree


def _relations(package: Package, part: str) -> dict[str, str]:
    """Relationship ids of a part and the parts they name."""
    named = ((relation.get("Id"), _target(relation)) for relation in package.xml(_rels(part)))
    return {key: target for key, target in named if target is not None}


def _target(relation: Node) -> str | None:
    """The part a relationship names; None where it leads out of the package."""
    if relation.get("TargetMode") == "External":
        return None
    return posixpath.normpath(posixpath.join("word", relation.get("Target")))


def _relate(base: Package, kind: str, part: str, key: str) -> str:
    relations = base.xml(_rels("word/document.xml"))
    about = {"Id": key, "Type": f"{_R}/{kind}", "Target": part.removeprefix("word/")}
    _append(relations, "Relationship", about)
    return key


def _override(base: Package, part: str, source: str, letter: Package) -> None:
    about = {"PartName": f"/{part}", "ContentType": _types(letter, "PartName")[f"/{source}"]}
    _append(base.xml(_TYPES), "Override", about)


def _default(base: Package, extension: str, letter: Package) -> None:
    types, found = base.xml(_TYPES), _types(letter, "Extension")
    if extension in found and extension not in _types(base, "Extension"):
        about = {"Extension": extension, "ContentType": found[extension]}
        types.insert(0, _made(types, "Default", about))


def _types(package: Package, key: str) -> dict[str, str]:
    """Content types by ``PartName`` or by ``Extension``."""
    return {each.get(key): each.get("ContentType") for each in package.xml(_TYPES)}


def _append(parent: Node, tag: str, attributes: dict[str, str]) -> None:
    parent.append(_made(parent, tag, attributes))


def _made(parent: Node, tag: str, attributes: dict[str, str]) -> Node:
    return parent.makeelement(parent.tag.partition("}")[0] + "}" + tag, attributes)


def _rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"
