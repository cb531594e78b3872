"""Numbers in running text: ``15``, ``十五``, ``两``, ``半``, ``fifteen``; and texts made alike."""

import re
import unicodedata
from fractions import Fraction
from typing import Final

_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2,
}  # fmt: skip
_PLACES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_ENGLISH: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_WORDS: Final = "|".join(sorted(_ENGLISH, key=len, reverse=True))
CHARACTERS: Final = f"[{''.join((*_DIGITS, *_PLACES))}]+"
"""A number in Chinese characters."""
_SPELLED: Final = rf"\b(?:{'|'.join(_TENS)})(?:[- ](?:{_WORDS}))?\b|\b(?:{_WORDS})\b"
NUMERAL: Final = rf"\d+(?:\.\d+)?|{CHARACTERS}|半|{_SPELLED}"
"""A number in figures or words, as a regular expression without groups."""
_SIMPLER: Final = str.maketrans(
    "兩萬鐘時個內點滿總標過於減獎罰條項類種戶臺週達應場處從響單現趕門辦結復決維報壹貳叁肆伍陸柒捌玖拾佰仟",
    "两万钟时个内点满总标过于减奖罚条项类种户台周达应场处从响单现赶门办结复决维报一二三四五六七八九十百千",
)


def half_width(text: str) -> str:
    """``text`` with full-width signs as the patterns know them."""
    return unicodedata.normalize("NFKC", text)


def simpler(text: str) -> str:
    """``text`` with the traditional characters that figures are told in as the patterns know them;
    every character keeps its place."""
    return text.translate(_SIMPLER)


def alike(text: str) -> str:
    """``text`` as the patterns know it in every way."""
    return simpler(half_width(text))


def numeral(written: str) -> Fraction:
    """The value of what :data:`NUMERAL` matched; :class:`ValueError` for anything else."""
    text = written.strip().lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Fraction(text)
    if text == "半":
        return Fraction(1, 2)
    if re.fullmatch(CHARACTERS, text):
        return Fraction(_chinese(text))
    words = re.split("[- ]", text)
    known = _ENGLISH | _TENS
    if any(word not in known for word in words):
        raise ValueError(written)
    return Fraction(sum(known[word] for word in words))


def _chinese(text: str) -> int:
    """``一百零五`` by its places, ``二〇二六`` digit by digit."""
    if not set(text) & set(_PLACES):
        return int("".join(str(_DIGITS[digit]) for digit in text))
    total = section = digit = 0
    for character in text:
        place = _PLACES.get(character)
        if place is None:
            digit = _DIGITS[character]
        elif place == _PLACES["万"]:
            total, section, digit = (total + section + digit) * place, 0, 0
        else:
            section, digit = section + (digit or 1) * place, 0
    return total + section + digit
