"""What an evaluation form says: the template and the workbook read these.

Words that are printed are texts, empty where nothing is said. Figures that are computed with are
exact, None where there is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Literal

from dutybook.grammar.number.rounding import AS_PRINTED, Rounding
from dutybook.grammar.number.target import Target
from dutybook.measure.scale import Level, Scale
from dutybook.papers.paper import Field, Frame
from dutybook.papers.rows import KpiRow
from dutybook.rule.sums import GroupSum, Sums
from dutybook.rule.tree import Formula

Answer = Literal["yes", "no", ""]
"""What is ticked; nothing where it is not known yet."""
ANSWERS: dict[bool | None, Answer] = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class RaterColumn:
    """A kind of rater, and the weight of what they give on an empty form."""

    id: str
    title: str
    weight: Fraction = Fraction(0)
    share: str = ""


@dataclass(frozen=True, slots=True)
class AskedRater:
    """A kind of rater who is to fill in this form, and who that is (a staff number) where known."""

    id: str
    title: str
    by: str


@dataclass(frozen=True, slots=True)
class RatingCell:
    """Where a kind of rater rates a KPI: ``open`` to fill in within ``scale``, ``shut`` with what
    others gave together, ``none`` where the KPI does not ask them."""

    kind: Literal["open", "shut", "none"]
    value: Fraction | None = None
    words: str = ""
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Where somebody (``by``: a kind of rater) puts down the value itself, within ``scale`` where
    there is one; ``value`` is what stands there already."""

    by: str
    value: Fraction | None
    percent: bool
    words: str
    scale: Scale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFact:
    """What another KPI came to, which points depend on, under its ``name`` in the formula: a
    ``number`` (None: not known), or whatever the cell of ``kpi`` shows; ``met``: whether that
    meets a target."""

    name: str
    number: Fraction | None = None
    kpi: str = ""
    met: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveKpi:
    """A KPI as a spreadsheet works it out from what people enter: the weights of its raters (none:
    the value itself is entered), what is done about those ``missing``, the ``levels`` whose words
    stand for figures, how its value is rounded, and the formula of its ``points``, rounded;
    ``facts``: what of other KPIs that reads."""

    weights: Sequence[tuple[str, Fraction]]
    missing: Literal["wait", "redistribute", "default"]
    default: Fraction | None
    levels: Sequence[Level] = ()
    points: Formula
    target: Target | None
    rounding: Rounding | None = None
    facts: Sequence[LiveFact] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKpi(KpiRow):
    """A KPI with what is filled in. What is entered goes up to ``full``; a ``share`` of it counts
    in the total, ``worth`` so much at most. ``achieved`` is the value over its target; ``counts``:
    its points are part of the total, rounded by ``rounding``; ``entry``: somebody puts its value
    down; ``live``: its points follow what is entered."""

    id: str
    group: str = ""
    full: Fraction | None = None
    share: Fraction | None = None
    worth: Fraction | None = None
    actual: Sequence[str] = ()
    given: Sequence[str] = ()
    completion: str = ""
    score: str = ""
    met: Answer = ""
    points: Fraction | None = None
    value: Fraction | None = None
    achieved: Fraction | None = None
    counts: bool = False
    cells: Sequence[RatingCell] = ()
    entry: Entry | None = None
    live: LiveKpi | None = None
    rounding: Rounding = AS_PRINTED


@dataclass(frozen=True, slots=True, kw_only=True)
class FormItem:
    """A bonus or penalty item. ``sign`` is empty where its points may go either way; ``scored``:
    they are worked out, within ``floor`` and ``cap``; ``raw`` are the points before caps."""

    no: str
    id: str
    name: str
    group: str = ""
    measure: str = ""
    rule: Sequence[str] = ()
    times: str = ""
    points: str = ""
    raw: Fraction | None = None
    scored: bool = False
    sign: Literal["bonus", "penalty", ""] = ""
    floor: Fraction | None = None
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVeto:
    """A veto in words, and what it does: sets the total, bounds it, caps the grade, sets the
    ``points`` of one KPI."""

    id: str
    text: str
    effect: str
    happened: Answer = ""
    total: Fraction | None = None
    at_most: Fraction | None = None
    grade: str = ""
    kpi: str = ""
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGrade:
    """A grade, the totals it takes, its coefficient; ``given``: it is the one reached."""

    grade: str
    title: str
    range: str
    coefficient: str
    when: Target
    given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup(GroupSum):
    """A group as a form prints it; ``sum`` is what it comes to, in words."""

    title: str
    points: str
    sum: str = ""


@dataclass(frozen=True, slots=True)
class ResultBoxes:
    """The boxes of the result, in the order they are added up."""

    subtotal: str = ""
    adjusted: str = ""
    total: str = ""
    grade: str = ""
    coefficient: str = ""

    def items(self) -> Iterator[tuple[str, str]]:
        """Each box's name and figure."""
        return ((box.name, getattr(self, box.name)) for box in fields(self))


@dataclass(frozen=True, slots=True)
class FormConsequence:
    """Something that follows, in words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationForm:
    """A form, blank or (``filled``) with an evaluation's figures; a ``slip`` is what one kind of
    rater gets. ``weighted``: there is a total; ``computed``: the sheet's formulas give it;
    ``ranked`` and ``drawn``: who enters grade and coefficient by hand knows the others' totals, or
    a curve of more than the total; ``coefficient``: how it is worked out from the total, where not
    the grade alone says it. ``waiting`` is the word for a total that is not complete, ``fixed``
    says which points do not follow the ratings; ``facts`` stand on the workbook's hidden sheet;
    ``written`` are lines by the part of the form somebody wrote them in, ``answer`` says whether
    the employee agrees, ``signed`` what stands below each signature."""

    paper: Frame
    role: str
    scheme: str = ""
    identity: Sequence[Sequence[Field]]
    weighted: bool
    raters: Sequence[RaterColumn]
    kpis: Sequence[FormKpi]
    total_weight: str = ""
    kpi_total: str = ""
    adjustments: Sequence[FormItem] = ()
    caps: Sequence[str] = ()
    vetoes: Sequence[FormVeto] = ()
    grades: Sequence[FormGrade] = ()
    method: str = ""
    sums: Sums = field(default_factory=Sums)
    groups: Sequence[FormGroup] = ()
    figures: ResultBoxes = ResultBoxes()
    signatures: Sequence[str]
    appeal: str
    rollup: str = ""
    terms: Sequence[str] = ()
    sharing: Sequence[str] = ()
    ranked: bool = False
    drawn: bool = False
    coefficient: Formula | None = None
    computed: bool = False
    missing: str = ""
    appeals: Sequence[str] = ()
    consequences: Sequence[FormConsequence] = ()
    as_of: str = ""
    filled: bool = False
    slip: bool = False
    waiting: str = ""
    fixed: str = ""
    asked: Sequence[AskedRater] = ()
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answer: Answer = ""
    signed: Sequence[str] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
