"""Fields of forms and rows of tables of KPIs in the sample files, as they are and run into one line."""

from pathlib import Path

from importforms import field_found, fields, flattened, kpi_rows, row_found
from samplefiles import samples

from dutybook.intake.batch import Known, read_batch
from dutybook.intake.drafts.draft import Draft
from dutybook.intake.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
SAMPLES = [*samples(), *samples("samples-later")]


def drafts(data: bytes, path: Path) -> list[Draft]:
    path.write_bytes(data)
    (made,) = read_batch([(path, path.name)], VOCABULARY, Known(), "zh-Hans")
    return list(made.drafts)


def test_fields_of_forms_stand_at_their_keys(tmp_path: Path) -> None:
    found = [
        (sample.name, key, field_found(key, value, drafts(sample.data, tmp_path / sample.name)))
        for sample in SAMPLES
        if sample.kind == "role"
        for key, value in fields(sample.text, VOCABULARY)
    ]
    assert len(found) >= 25
    assert [one for one in found if not one[2]] == []


def test_rows_of_kpis_have_every_figure_at_its_key(tmp_path: Path) -> None:
    tables = [sample for sample in SAMPLES if sample.kind == "kpis"]
    missing, flat, rows = [], [], 0
    for sample in tables:
        made = drafts(sample.data, tmp_path / sample.name)
        ran = drafts(flattened(sample.text).encode(), tmp_path / f"{sample.name}.txt")
        for name, wanted in kpi_rows(sample.text):
            rows += 1
            missing += [] if row_found(name, wanted, made) else [(sample.name, name)]
            flat += [] if row_found(name, wanted, ran) else [(sample.name, name)]
    assert rows == 25
    assert missing == []
    assert {name for name, _ in flat} <= {"32-scorecard-en.xlsx"}, "blanks part words in English"
