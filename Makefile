# The two commands that matter: `make demo` and `make test`. Both set up .venv themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PERIOD := 2026-10
DAY := 2026-10-31

.PHONY: demo test unit lint types coverage format docs pictures oracle fuzz kill requirements audit office bench bench-weasyprint clean

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate

$(VENV)/.ready: pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.tools: requirements/tools.txt $(VENV)/.ready
	$(PIP) --require-hashes -r requirements/tools.txt
	touch $@

demo: $(VENV)/.ready  ## check, build and evaluate the example organisation
	$(BIN)/dutybook check
	$(BIN)/dutybook build --on $(DAY)
	$(BIN)/dutybook evaluate --period $(PERIOD)
	@printf '\n%s\n' 'Papers · 文件:  out/  (start with · 先看 out/duty-manual/客服部-$(DAY).html, out/job-description/front-desk-$(DAY).pdf)'
	@printf '%s\n' 'Scores · 得分:  out/evaluation/$(PERIOD)/scores.xlsx'
	@printf '%s\n' 'Three months together · 三个月汇总:  $(BIN)/dutybook evaluate --period rolling-3-months-to-$(PERIOD)'
	@printf '%s\n' 'Filled forms and reports · 填好的考核表和报告:  $(BIN)/dutybook build --period $(PERIOD)'

test: $(VENV)/.ready  ## the whole test suite, in parallel
	$(BIN)/python -m pytest -n auto

unit: $(VENV)/.ready  ## the part that writes no files: while one types
	$(BIN)/python -m pytest -n auto -m "not slow and not files"

coverage: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto --cov --cov-report=term --cov-fail-under=95

lint: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.ready
	$(BIN)/mypy

format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.ready  ## the generated reference pages, the picture of the rooms, the schema for editors
	$(BIN)/dutybook schema > rules/schema/dutybook.schema.json
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/draw_architecture.py

pictures: $(VENV)/.ready  ## docs/img: a picture of each paper, for README and gallery
	$(BIN)/python docs/pictures.py

N ?= 1000
fuzz: $(VENV)/.ready  ## spoiled files of every kind of input: make fuzz N=10000
	$(BIN)/python tests/attack/fuzz.py $(N)

kill: $(VENV)/.ready  ## commands killed at every step must be right when run again: make kill N=300
	$(BIN)/python tests/attack/kill.py $(N)

requirements: $(VENV)/.tools  ## the pinned versions and their hashes; a version changes only where pyproject.toml asks (UPGRADE=--upgrade: all)
	$(LOCK) $(UPGRADE) pyproject.toml --all-extras --group build -o requirements/dev.txt > /dev/null
	$(LOCK) $(UPGRADE) pyproject.toml -c requirements/dev.txt -o requirements/run.txt > /dev/null
	$(LOCK) $(UPGRADE) --group tools -c requirements/dev.txt -o requirements/tools.txt > /dev/null

audit: $(VENV)/.tools  ## known vulnerabilities of what is installed; says so where the index does not answer
	$(BIN)/python tests/attack/audit.py

oracle: $(VENV)/.ready  ## the evaluator against naive loops on random logs: 20,000 cases
	PYTHONPATH=tests/support $(BIN)/python tests/oracle/oracle.py 20000

office: $(VENV)/.ready  ## Word and Excel files before Microsoft's own validator (Open XML SDK, fetched by npm)
	$(BIN)/python tests/write/sdk.py $(OFFICE)

bench: $(VENV)/.ready  ## performance claims, as ratios
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/evaluate.py
	$(BIN)/python bench/readers.py
	$(BIN)/python bench/inspection.py
	$(BIN)/python bench/papers.py
	$(BIN)/python bench/limits.py

bench-weasyprint: $(VENV)/.ready  ## papers also against WeasyPrint, which needs Pango from the system (apt install libpango-1.0-0 libpangoft2-1.0-0)
	$(PIP) weasyprint
	$(BIN)/python bench/papers.py

clean:
	rm -rf out .venv .pytest_cache .mypy_cache .ruff_cache dist
