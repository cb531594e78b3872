"""What the import finds: on the sample files of tests/intake, and on seed papers in a folder.

    python bench/importing.py            the samples
    python bench/importing.py SEEDS      the seeds too, as they are and without line breaks

The seeds are not part of the repository: without them their part is skipped, and said so. Where
their duties stand is in tests/intake/seeds.tsv, as places in each file, without a word of them.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests/support"), str(ROOT / "engine")]

from importforms import field_found, fields, flattened, kpi_rows, row_found  # noqa: E402
from importmeasure import Measured, compare_figures, compare_items  # noqa: E402
from importseeds import Seed, compare_duties, compare_landed, seeds  # noqa: E402
from samplefiles import Sample, samples  # noqa: E402

from dutybook.intake.account import Account  # noqa: E402
from dutybook.intake.batch import Known, read_batch  # noqa: E402
from dutybook.intake.drafts.draft import Draft, Ids, Posts  # noqa: E402
from dutybook.intake.formats.text import read_text_file  # noqa: E402
from dutybook.intake.paper import drafts, open_paper  # noqa: E402
from dutybook.intake.source import Source  # noqa: E402
from dutybook.intake.vocabulary import load_vocabulary  # noqa: E402

VOCABULARY = load_vocabulary()


def imported(source: Source) -> tuple[list[Draft], Measured, Account]:
    """The drafts of one source, what they cost, and the account."""
    start = time.perf_counter()
    paper = open_paper(source, VOCABULARY)
    made = drafts(paper, VOCABULARY, Ids(VOCABULARY.ids), Posts(), "zh-Hans")
    totals = paper.account.totals()
    measured = Measured(1, characters=len(source.text), seconds=time.perf_counter() - start)
    measured.used, measured.aside = totals["used"], totals["aside"]
    measured.unresolved = totals["unresolved"]
    return made, measured, paper.account


def sample(one: Sample, folder: Path) -> Measured:
    """One sample file against what its own text says it holds."""
    path = folder / one.name
    path.write_bytes(one.data)
    start = time.perf_counter()
    (made,) = read_batch([(path, one.name)], VOCABULARY, Known(), "zh-Hans")
    measured = Measured(1, seconds=time.perf_counter() - start)
    if made.source is None:
        measured.missing = [finding.code for finding in made.findings]
        return measured
    totals = made.totals
    measured.characters = len(made.source.text)
    measured.used, measured.aside = totals["used"], totals["aside"]
    measured.unresolved = totals["unresolved"]
    compare_items(one.items, made.drafts, measured)
    compare_figures(one.figures, made.drafts, measured)
    if one.kind in ("people", "ratings"):
        measured.items += one.count
        found = sum(len(draft.rows) for draft in made.drafts)
        measured.present += min(one.count, found)
        measured.exact += min(one.count, found)
        measured.extra += max(0, found - one.count)
    return measured


def seed(one: Seed, *, verbose: bool) -> Measured:
    """One seed paper against what is known of it."""
    source = read_text_file(one.text.encode(), one.name)
    assert source is not None
    made, measured, account = imported(source)
    compare_duties(one, made, measured)
    landed = compare_landed(one, made, account, measured)
    if verbose:
        for text in measured.missing:
            print(f"  missing in {one.name}: {text[:40]}")
        for where in ("words", "furniture", "unresolved"):
            print(f"  figures in {where} only: {', '.join(landed[where])}")
    return measured


def table(rows: Sequence[tuple[str, Measured]]) -> None:
    """One line a file, and the sum."""
    heads = "items present exact extra | figures keyed reviewed | digits sched. "
    print(f"{'':28} {heads}| used% aside% unres.% lost | s")
    for name, m in rows:
        share = [100 * n / max(1, m.characters) for n in (m.used, m.aside, m.unresolved)]
        items = f"{m.items:5} {m.present:7} {m.exact:5} {m.extra:5}"
        figures = f"{m.figures:7} {m.keyed:5} {m.reviewed:8}"
        right = f"{m.right_figures:3}/{m.drafted_figures:<3} {m.right_schedules:2}/{m.schedules:<2}"
        account = f"{share[0]:5.1f} {share[1]:6.1f} {share[2]:7.1f} {m.lost:4} | {m.seconds:.2f}"
        print(f"{name[:28]:28} {items} | {figures} | {right} | {account}")


def drafted(data: bytes, name: str, folder: Path) -> list[Draft]:
    """The drafts of one file."""
    path = folder / name
    path.write_bytes(data)
    (made,) = read_batch([(path, name)], VOCABULARY, Known(), "zh-Hans")
    return list(made.drafts)


def forms(listed: Sequence[Sample], *, verbose: bool) -> None:
    """Labelled fields of posts, and rows of tables of KPIs, as they are and run into one line."""
    counts = {"fields": [0, 0], "KPI rows": [0, 0], "KPI rows flattened": [0, 0]}

    def count(what: str, name: str, words: str, *, found: bool) -> None:
        counts[what][0] += found
        counts[what][1] += 1
        if verbose and not found:
            print(f"  {what}: missing in {name}: {words}")

    with TemporaryDirectory() as folder:
        for one in listed:
            made = drafted(one.data, one.name, Path(folder))
            if one.kind == "role":
                for key, value in fields(one.text, VOCABULARY):
                    found = field_found(key, value, made)
                    count("fields", one.name, f"{key} {value}", found=found)
            if one.kind == "kpis":
                flat = flattened(one.text).encode()
                ran = drafted(flat, f"{one.name}.flat.txt", Path(folder))
                for name, wanted in kpi_rows(one.text):
                    count("KPI rows", one.name, name, found=row_found(name, wanted, made))
                    found = row_found(name, wanted, ran)
                    count("KPI rows flattened", one.name, name, found=found)
    for what, (found, all_) in counts.items():
        print(f"{what:28} {found:4} of {all_:3}  {100 * found / max(1, all_):5.1f}%")


def main(arguments: Sequence[str]) -> None:
    """Samples, then seeds where a folder is given."""
    for group in ("samples", "samples-later"):
        with TemporaryDirectory() as folder:
            rows = [(one.name, sample(one, Path(folder))) for one in samples(group)]
        total = sum((m for _, m in rows), Measured())
        table([*rows, (f"all {group}", total)])
        if "-v" in arguments:
            for name, measured in rows:
                for text in measured.missing:
                    print(f"  missing in {name}: {text}")
    both = [*samples("samples"), *samples("samples-later")]
    forms(both, verbose="-v" in arguments)
    folders = [Path(one) for one in arguments if one != "-v"]
    if not folders:
        print("seeds: skipped (5 papers, no folder given)")
        return
    found = seeds(folders[0])
    rows = [(one.name[:3], seed(one, verbose="-v" in arguments)) for one in found]
    rows += [
        (f"{one.name[:3]} without breaks", seed(one.without_breaks(), verbose="-v" in arguments))
        for one in found
    ]
    table(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
