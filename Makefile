# Each target is safe to run again. Nothing but Python >= 3.11, make and a shell is needed.
PYTHON ?= python3
VENV ?= .venv
# Where to take a CPU build of PyTorch from, for instance https://download.pytorch.org/whl/cpu (see README).
TORCH_INDEX ?=
# Question sets for `make eval`, beside the samples.
SETS ?=
# Documents for `make run`: files or folders. Without them a new library gets the samples.
DOCS ?=
# How many processes run the tests; those in the browser come after the others.
WORKERS ?= 2
# A file is tried in one process, the longest begin (tests/conftest.py).
SIDE_BY_SIDE = -n $(WORKERS) --dist loadfile --no-loadscope-reorder
PORT ?= $(or $(PRESSROOM_PORT),7860)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: install run test tests test-long lint fix types browser postgresql eval bench screenshots clean

install: $(STAMP)

run: $(STAMP)
	@$(BIN)/python app.py --port $(PORT) $(if $(DOCS),$(foreach path,$(DOCS),--docs "$(path)"),--samples)

test: lint types tests

tests: $(DEV_STAMP) browser postgresql
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m "not long and not browser" $(SIDE_BY_SIDE)
	$(BIN)/python -m pytest -m "browser and not long" $(SIDE_BY_SIDE) $$(grep -l "mark\.browser" tests/test_*.py)

test-long: $(DEV_STAMP) browser postgresql
	$(BIN)/python -m pytest

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

fix: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# mypy follows no `__path__`: it is shown the rooms below the name under which they are installed.
TYPED := build/types
types: $(DEV_STAMP)
	@mkdir -p $(TYPED)/pressroom && ln -sf ../../app.py $(TYPED)/app.py
	@ln -sf ../../../pressroom/__init__.py $(TYPED)/pressroom/__init__.py
	@for room in corpus index assistant eval; do ln -sfn ../../../$$room $(TYPED)/pressroom/$$room; done
	cd $(TYPED) && $(abspath $(BIN))/mypy --config-file ../../pyproject.toml

# The cases about the samples beside what people would use instead; fails below eval/thresholds.toml.
# SETS="DIR DIR" evaluates other question sets too; PUBLISH=1 writes the figures into README.md and docs/evaluation.md.
eval: $(DEV_STAMP)
	$(BIN)/pressroom eval --baseline all --set samples $(foreach set,$(SETS),--set "$(set)") $(if $(RECORD),--record) $(if $(PUBLISH),--publish)

bench: $(STAMP)
	$(BIN)/python -m pressroom.eval.bench
	$(BIN)/python -m pressroom.eval.publishing
	$(BIN)/pressroom bench

# The main states of the citizens' page, as small pictures in docs/screenshots.
screenshots: $(DEV_STAMP) browser
	$(BIN)/python tests/screenshots.py

browser:
	@sh tests/install-browser.sh

postgresql:
	@sh tests/install-postgresql.sh

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.torch: constraints.txt
	@echo "== Python environment in $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "== PyTorch, the largest part"
	$(PIP) install --progress-bar on -c constraints.txt $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) torch==2.13.0
	@touch $@

$(STAMP): $(VENV)/.torch pyproject.toml constraints.txt
	@echo "== Pressroom and its libraries"
	$(PIP) install --progress-bar on -c constraints.txt -e .
	@touch $@

$(DEV_STAMP): $(STAMP)
	@echo "== tools for tests"
	$(PIP) install --progress-bar on -c constraints.txt -e ".[dev]"
	@touch $@
