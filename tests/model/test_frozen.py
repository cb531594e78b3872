"""Every definition is a frozen value: it can be shared, compared and kept, and says what it is."""

import inspect
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import get_type_hints

import pytest

import dutybook.model
from dutybook.measure.kinds.count import Count
from dutybook.model.score import Pass, Score

MODULES = [
    import_module(f"dutybook.model.{found.name}") for found in iter_modules(dutybook.model.__path__)
]


def definitions() -> Iterator[type]:
    """Every class of the model."""
    for module in MODULES:
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if cls.__module__ == module.__name__ and is_dataclass(cls):
                yield cls


ALL = list(definitions())


def test_the_model_is_here() -> None:
    assert len(ALL) > 70


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_it_cannot_be_changed_and_has_no_room_for_more(cls: type) -> None:
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert all(
        "__slots__" in vars(one) for one in cls.__mro__[:-1] if one.__module__ == cls.__module__
    )
    assert (cls.__doc__ or "").strip().endswith(".")


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_it_holds_no_list_nor_set_that_somebody_could_change(cls: type) -> None:
    hints = get_type_hints(cls)
    for one in fields(cls):
        assert "list[" not in str(hints[one.name]), one.name
        assert " set[" not in f" {hints[one.name]}", one.name


def test_equal_content_is_equal() -> None:
    assert Count(of="calls") == Count(of="calls") != Count(of="fees")
    assert len({Score(Pass()), Score(Pass())}) == 1
    with pytest.raises(FrozenInstanceError):
        Count(of="calls").of = "fees"  # type: ignore[misc]
