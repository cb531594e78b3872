"""Runs of Word by script: what has letters of its own gets a font, or a direction, of its own."""

import pytest
from sample_papers import article

from dutybook.write.word.run import Style, run
from dutybook.write.word.script import CHINESE, EMOJI, PLAIN, RIGHT_TO_LEFT, pieces


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("受理投诉", [("受理投诉", PLAIN)]),
        ("say “yes” — now", [("say “yes” — now", PLAIN)]),
        ("先说“您好”", [("先说“您好”", CHINESE)]),
        ("好😀👩‍👩‍👧吗", [("好", PLAIN), ("😀👩‍👩‍👧", EMOJI), ("吗", PLAIN)]),
        ("按1️⃣键", [("按", PLAIN), ("1️⃣", EMOJI), ("键", PLAIN)]),
        ("第1项", [("第1项", PLAIN)]),
        ("见العربية من اليمين。", [("见", PLAIN), ("العربية من اليمين", RIGHT_TO_LEFT), ("。", PLAIN)]),
        ("שלום, 甲", [("שלום", RIGHT_TO_LEFT), (", 甲", PLAIN)]),
    ],
)  # fmt: skip
def test_pieces(text: str, found: list[tuple[str, object]]) -> None:
    assert list(pieces(text)) == found


def test_properties_stand_in_the_order_of_the_schema() -> None:
    xml = run("😀", Style(strong=True, muted=True))
    assert xml.index("rStyle") < xml.index("rFonts") < xml.index("color") < xml.index("<w:t ")
    assert xml.count('"Segoe UI Emoji"') == 4
    turned = run("من", Style(underline=True))
    assert "<w:u " in turned
    assert turned.index("<w:u ") < turned.index("<w:rtl/>")
    assert "hint" in run("“好”")


def test_words_stay_whole() -> None:
    text = article("<p>甲😀乙من丙</p>").text()
    assert "".join(piece for piece, _ in pieces(text)) == text
