"""Help and usage errors in the language of the workspace, or of the system outside of one."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dutybook.cli import COMMANDS, main
from dutybook.cli.help import paragraphs
from dutybook.cli.language import words

ROOT = click.Context(main, info_name="dutybook")


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command there is, with the words that call it."""
    yield (), main
    for name in COMMANDS:
        command = main.get_command(ROOT, name)
        assert command is not None
        yield (name,), command
        for inner, one in getattr(command, "commands", {}).items():
            yield (name, inner), one


PATHS = [path for path, _ in commands()]


def english(command: click.Command) -> Iterator[str]:
    """What a command's page says, but for examples of what to type."""
    texts = [command.help or "", *(getattr(one, "help", None) or "" for one in command.params)]
    for text in texts:
        yield from (part for part in paragraphs(text) if part and not part.startswith("dutybook "))


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in Chinese, on a machine in English, seen from inside."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "dutybook.yaml").write_text("organisation: 甲\nlocale: zh-Hans\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*arguments: str) -> str:
    return CliRunner().invoke(main, list(arguments)).output


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant"])
def test_every_help_text_is_translated(locale: str) -> None:
    known = words(locale)
    used = {text for _, command in commands() for text in english(command)} | {*COMMANDS.values()}
    assert not {text for text in used if not re.search("[一-鿿]", known.get(text, ""))}
    assert len(used) > 100


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_a_page_in_chinese_has_no_sentence_in_english(firm: Path, path: tuple[str, ...]) -> None:
    page = said(*path, "--help")
    assert page.startswith("用法：")
    assert "显示这份帮助" in page
    own = page.split("\n", 1)[1].split('dutybook query "select')[0]
    assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", own), page
    for line in page.splitlines():
        if "|" in line:  # what may be chosen is never broken
            continue
        assert sum(2 if ord(char) > 0x2E80 else 1 for char in line) <= 80, line


@pytest.mark.parametrize(
    ("arguments", "wording"),
    [
        (("new",), "缺少参数 'DIR'"),
        (("evaluate",), "缺少选项 '--period'"),
        (("check", "--fromat", "json"), "没有 '--fromat' 这个选项。"),
        (("chekc",), "没有 'chekc' 这个命令。"),
        (("check", "--format", "pdf"), "'--format' 的值不对：'pdf' 不在可选的值里"),
        (("check", "--format"), "选项 '--format' 后面要写一个值。"),
        (("due", "--days", "x"), "'x' 不是一个数。"),
        (("due", "--days", "0"), "0 不在范围 1<=x<=366 之内。"),
        (("due", "--on", "soon"), "'soon' 不合格式 '%Y-%m-%d'。"),
        (("schema", "more"), "多出一个参数（more）"),
        (("evaluate", "--what-if", "none"), "'none' 不存在。"),
        (("build", "--format", "odt"), "odt；可以用的是"),
        (("query",), "请写一条带引号的 SELECT"),
        (("tables", "export", "a.doc"), "FILE 的扩展名必须是 .xlsx"),
    ],
)
def test_a_usage_error_is_told_in_chinese(
    firm: Path, arguments: tuple[str, ...], wording: str
) -> None:
    told = said(*arguments)
    assert wording in told
    assert "错误：" in told
    assert not re.search(r"Usage|Error|Try |Did you", told), told


def test_the_workspace_asked_for_decides(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = firm / "other"
    other.mkdir()
    (other / "dutybook.yaml").write_text("organisation: A\nlocale: en\n", "utf-8")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert said("check", "-w", "other", "--help").startswith("Usage:")
    assert said("check", f"--workspace={other}", "--nope").startswith("Usage:")
    (other / "dutybook.yaml").write_text("组织: 甲\n语言: zh-Hant\n", "utf-8")
    assert "檢查" in said("check", "-w", "other", "--help")


@pytest.mark.parametrize(
    ("system", "word"), [("zh_CN.UTF-8", "用法"), ("zh_TW", "選項"), ("de_DE.UTF-8", "Usage:")]
)
def test_outside_of_a_workspace_the_system_decides(
    system: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", system)
    assert word in said("--help")


def test_the_words_are_read_only_when_they_are_said(firm: Path) -> None:
    script = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda event, given: opened.append(str(given[0])) "
        "if event == 'open' else None)\nfrom dutybook.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print('cli.yaml' in ' '.join(opened))\n"
    )
    read = {
        argument: subprocess.run(
            [sys.executable, "-c", script, argument], capture_output=True, check=True, cwd=firm
        ).stdout.split()[-1]
        for argument in ("--version", "schema", "--help")
    }
    assert read == {"--version": b"False", "schema": b"False", "--help": b"True"}


def test_a_pipe_without_chinese_breaks_nothing(firm: Path) -> None:
    run = [sys.executable, "-X", "utf8=0", "-m", "dutybook", "check", "--nope"]
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(run, capture_output=True, check=False, cwd=firm, env=env)
    assert done.returncode == 2
    assert "没有 '--nope' 这个选项。" in done.stderr.decode("utf-8")
