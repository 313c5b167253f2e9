# Every target sets up what it needs on a machine that has Python alone.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: demo run test check bench chaos format pins

demo: .venv/runtime.stamp
	@$(BIN)/digestbot demo $(ARGS)

run: .venv/runtime.stamp
	@$(BIN)/digestbot run

test: .venv/dev.stamp
	$(BIN)/python -m pytest $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/documents

bench: .venv/dev.stamp
	$(BIN)/python -m tests.benchmarks $(ARGS)

chaos: .venv/dev.stamp
	$(BIN)/python -m tests.chaos $(ARGS)

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Refreshes both pin files from pyproject.toml.
pins: .venv/dev.stamp
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-header --no-annotate --extra postgres pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-header --no-annotate --extra postgres --extra dev pyproject.toml -o requirements-dev.txt

.venv/runtime.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("digestbot needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.txt
	@echo "Adding the tools for tests and checks ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
