"""``dutybook new``."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dutybook.cli.command import guarded
from dutybook.files.door import read_bytes
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.resources import builtin
from dutybook.schema import published
from dutybook.words.locale import LOCALES

_RENAMED = {"gitignore": ".gitignore"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--locale", type=click.Choice(LOCALES), default="zh-Hans", show_default=True)
@guarded
def command(folder: Path, locale: str) -> None:
    """Make a workspace in DIR that already checks clean and explains itself.

    Nothing is ever overwritten: DIR must not exist or be empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DutybookError(Finding("folder-not-empty", Place(str(folder))))
    files = _files(locale)
    try:
        _write(folder, files)
    except OSError as error:
        details = {"reason": error.strerror or error}
        raise DutybookError(Finding("folder-unwritable", Place(str(folder)), details)) from None
    click.echo(f"{folder / 'README.md'}\n")
    click.echo(files["README.md"].decode())


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
