"""Conditions and expressions over columns, in words: column titles instead of SQL names."""

from functools import cache
from typing import Final

from sqlglot import exp

from dutybook.grammar.expression import parse_written
from dutybook.papers.view import View

_OPERATORS: Final[dict[type[exp.Expr], str]] = {
    exp.GT: ">",
    exp.GTE: "≥",
    exp.LT: "<",
    exp.LTE: "≤",
    exp.Add: "+",
    exp.Sub: "−",
    exp.Mul: "×",
    exp.Div: "÷",
}


def in_words(view: View, sql: str, source: str | None) -> str:
    """A condition or expression on the columns of ``source``: ``category = 'complaint'`` becomes
    “类别为complaint”, ``due_amount - paid_amount`` “应收 − 实收”."""
    return _Words(view, source).say(_parsed(sql))


@cache
def _parsed(sql: str) -> exp.Expr:
    """The tree of ``sql``: every paper of a role asks for the same ones."""
    return parse_written(sql)


class _Words:
    """Puts a whitelisted tree into words; what has no phrase is SQL with column titles."""

    def __init__(self, view: View, source: str | None) -> None:
        self.view = view
        self.source = source

    def say(self, node: exp.Expr) -> str:
        phrase = self._saying(node) or self._joined(node) or self._compared(node)
        phrase = phrase or self._leaf(node)
        return phrase or self.view.say("condition.unmapped", sql=self._titled(node))

    def _saying(self, node: exp.Expr) -> str:
        """What people have a saying for: “all targets met”, not “targets not met: 0”."""
        sayings = {} if self.source else self.view.names("condition.sayings")
        return str(sayings.get(node.sql(), ""))

    def _joined(self, node: exp.Expr) -> str:
        if isinstance(node, exp.Paren):
            return self.view.say("condition.group", text=self.say(node.this))
        if isinstance(asked := _denied(node), exp.Column):
            return self._of_kpi(asked.parts[1].name, "unmet")
        if isinstance(node, (exp.And, exp.Or)):
            word = self.view.say(f"condition.{'and' if isinstance(node, exp.And) else 'or'}")
            return self.say(node.this) + word + self.say(node.expression)
        return ""

    def _compared(self, node: exp.Expr) -> str:
        column = self.say(node.this) if isinstance(node.this, exp.Expr) else ""
        if isinstance(node, (exp.EQ, exp.NEQ)):
            phrase = "is" if isinstance(node, exp.EQ) else "is_not"
            return self._phrase(phrase, column, value=self._value(node.this, node.expression))
        if isinstance(node, exp.In) and node.expressions:
            values = self.view.joined(self._value(node.this, value) for value in node.expressions)
            return self._phrase("any_of", column, values=values)
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            return self._phrase("empty", column)
        if isinstance(node, exp.Not) and isinstance(node.this, exp.Is):
            return self._phrase("filled", self.say(node.this.this))
        if type(node) in _OPERATORS:
            sign, value = _OPERATORS[type(node)], self.say(node.expression)
            return self._phrase("both", column, op=sign, value=value)
        return ""

    def _phrase(self, name: str, column: str, **slots: str) -> str:
        return self.view.say(f"condition.{name}", column=column, **slots)

    def _value(self, column: exp.Expr, value: exp.Expr) -> str:
        """What a column is compared with; a duty or KPI by its name."""
        if isinstance(column, exp.Column) and isinstance(value, exp.Literal):
            return self.view.named(column.name, str(value.this), self.source)
        return self.say(value)

    def _leaf(self, node: exp.Expr) -> str:
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Boolean):
            return self.view.say("condition.true" if node.this else "condition.false")
        if isinstance(node, exp.Neg):
            return "−" + self.say(node.this)
        return str(node.this) if isinstance(node, exp.Literal) else ""

    def _column(self, node: exp.Column) -> str:
        """A column's title; of a scheme's condition the KPI, or the total, it reads."""
        first, *rest = (part.name for part in node.parts)
        if first == "kpi" and len(rest) == 2:
            return self._of_kpi(*rest)
        if first == "pay" and rest:
            return self.view.say("condition.pay", pay=self.view.named("pay", rest[0]))
        if first == "grades" and rest:
            return self.view.say("condition.graded", grade=rest[0])
        facts = {} if self.source else self.view.names("condition.of_form")
        return str(facts.get(node.name) or self.view.column(node.name, self.source))

    def _of_kpi(self, kpi: str, fact: str) -> str:
        said = self.view.names("condition.of_kpi").get(fact, fact)
        return self.view.say("condition.kpi", kpi=self.view.named("kpi", kpi), fact=said)

    def _titled(self, node: exp.Expr) -> str:
        def title(part: exp.Expr) -> exp.Expr:
            return exp.to_identifier(self._leaf(part)) if isinstance(part, exp.Column) else part

        return node.copy().transform(title).sql("duckdb").replace('"', "")


def _denied(node: exp.Expr) -> exp.Expr | None:
    """The KPI of which a condition asks that it was not met."""
    asked: exp.Expr | None = None
    if isinstance(node, exp.Not) or (isinstance(node, exp.EQ) and node.expression == exp.false()):
        asked = node.this
    asked = asked.unnest() if asked is not None else None
    kpi = isinstance(asked, exp.Column) and len(asked.parts) == 3
    return asked if kpi and asked is not None and asked.name == "met" else None
