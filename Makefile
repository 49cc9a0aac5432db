# GNU make. Any Python from 3.11 on: make demo PYTHON=python3.12
# Without make (Windows): see README.md.

PYTHON ?= python3
VENV   ?= .venv
CORPUS ?= corpora/readout-2023
OUT    ?= build/$(notdir $(CORPUS))
# Words for pytest, such as PYTEST_ARGS="-k tmx"
PYTEST_ARGS ?=
# Words for benchmarks/results.py, such as BENCH_ARGS="--sizes 1000,10000"
BENCH_ARGS ?=
# Words for the resolver, such as LOCK_ARGS=--upgrade
LOCK_ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

COMPILE := $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-strip-extras --no-emit-index-url --no-emit-find-links --annotation-style line --custom-compile-command "make lock" $(LOCK_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint format bench docs wheel lock clean distclean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)$$/  make \1	\2/' | expand -t 20

# One stamp a step: a step runs again only when what it is made from has changed.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "align needs Python 3.11 or later; $(PYTHON) is older. Name another: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.txt pyproject.toml
	@echo "installing align and what it needs into $(VENV)" >&2
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed requirements-dev.txt
	@echo "installing the tools for tests into $(VENV)" >&2
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.installed ## install into .venv, then build the eight-language readout
	@$(BIN)/align build $(CORPUS) -o $(OUT)
	@echo
	@echo "The results are in $(OUT). Open report.html in a browser; the .tmx file is for translation tools."

test: $(VENV)/.developing ## run the tests
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.developing ## ruff (rules and format) and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.developing ## put the code into the house format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.developing ## measure what the documents claim, into tables in benchmarks/
	@$(BIN)/python benchmarks/results.py $(BENCH_ARGS)
	@$(BIN)/python benchmarks/terms.py -o benchmarks/TERMS.md
	@$(BIN)/python benchmarks/streaming.py
	@$(BIN)/python benchmarks/witnesses.py | tee benchmarks/WITNESSES.md
	@$(BIN)/python benchmarks/memory.py --units 1000000 --peer | tee benchmarks/MEMORY.txt
	@$(BIN)/python benchmarks/serve.py | tee benchmarks/SERVE.md

docs: $(VENV)/.developing ## write the generated parts of the documents again
	@$(BIN)/python docs/write_commands.py
	@$(BIN)/python docs/write_aligner_figures.py
	@$(BIN)/python docs/write_term_figures.py
	@$(BIN)/python docs/write_schema.py

wheel: $(VENV)/.developing ## sdist and wheel in dist/
	@$(BIN)/python -m build --no-isolation --outdir dist .

lock: $(VENV)/.made ## pin every dependency again, with hashes
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	@$(COMPILE) --group pyproject.toml:dev pyproject.toml -o requirements-dev.txt
	@$(COMPILE) --group pyproject.toml:build -c requirements-dev.txt pyproject.toml -o requirements.txt
	@# pip 23 fails on an extra that is not spelt as lxml itself spells it
	@sed -i.old 's/^lxml\[html-clean\]/lxml[html_clean]/' requirements.txt requirements-dev.txt
	@rm -f requirements.txt.old requirements-dev.txt.old
	@if grep -nE 'https?:|file:' requirements.txt requirements-dev.txt; then echo "a lock names a host" >&2; exit 1; fi

clean: ## take away what was built
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

distclean: clean ## and the virtual environment
	rm -rf $(VENV)
