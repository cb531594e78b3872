"""``dutybook new``."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dutybook.cli.command import guarded
from dutybook.files.door import read_bytes
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.repair import in_keys
from dutybook.repair.keys import Language
from dutybook.repair.source import Source
from dutybook.resources import builtin
from dutybook.schema import published
from dutybook.words.locale import LOCALES

_RENAMED = {"gitignore": ".gitignore"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--locale", type=click.Choice(LOCALES), default="zh-Hans", show_default=True)
@click.option(
    "--keys",
    "language",
    type=click.Choice(("zh", "en")),
    default="en",
    show_default=True,
    help="Language of the keys; a file may use both.",
)
@guarded
def command(folder: Path, locale: str, language: Language) -> None:
    """Make a workspace in DIR that already checks clean and explains itself.

    Nothing is ever overwritten: DIR must not exist or be empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DutybookError(Finding("folder-not-empty", Place(str(folder))))
    files = _files(locale)
    if language != "en":
        files = {name: _in_keys(name, data, language) for name, data in files.items()}
    try:
        _write(folder, files)
    except OSError as error:
        details = {"reason": error.strerror or error}
        raise DutybookError(Finding("folder-unwritable", Place(str(folder)), details)) from None
    click.echo(f"{folder / 'README.md'}\n")
    click.echo(files["README.md"].decode())


def _in_keys(name: str, data: bytes, language: Language) -> bytes:
    """A file of definitions with its keys in ``language``."""
    if not name.endswith(".yaml"):
        return data
    return in_keys(Source(name, data.decode()), language).encode()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """All files or none: written beside, then renamed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as staging:
        made = Path(staging).resolve() / "made"
        for name, content in files.items():
            path = made / name
            write_whole({path: content}, lasting=False)
        if folder.exists():
            folder.rmdir()  # empty, as checked; Windows does not rename onto a folder
        made.rename(folder)


def _files(locale: str) -> dict[str, bytes]:
    """The scaffold's files by name, in the wanted locale, with the schema for editors."""
    scaffold = builtin("templates") / "new"
    files = {}
    for path in sorted(scaffold.rglob("*")):
        if path.is_file():
            name = path.relative_to(scaffold).as_posix()
            files[_RENAMED.get(name, name)] = read_bytes(path)
    settings = files["dutybook.yaml"].replace(b"locale: zh-Hans ", f"locale: {locale:<8}".encode())
    schema = published().encode()
    return files | {"dutybook.yaml": settings, "rules/schema/dutybook.schema.json": schema}
