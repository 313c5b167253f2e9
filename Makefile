# Every target sets up what it needs on a machine that has Python alone.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: demo run test check bench chaos format texts pins

demo: .venv/runtime.stamp
	@$(BIN)/digestbot demo $(ARGS)

run: .venv/runtime.stamp
	@$(BIN)/digestbot run

test: .venv/dev.stamp
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal $(ARGS)

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

# Brings every catalogue up to the sentences in the code; a new language begins as an empty bot/locales/xx.po.
texts: .venv/dev.stamp
	$(BIN)/pybabel -q extract --no-default-keywords --keywords="t plain n:1,2 plain_n:1,2 Command:3" --add-comments=Translators: --strip-comments --add-location=file --output-file=.venv/texts.pot bot
	for file in bot/locales/*.po; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100 --input-file=.venv/texts.pot --locale="$$(basename "$$file" .po)" --output-file="$$file" || exit 1; done

# Refreshes both pin files from pyproject.toml; what runs is pinned as it was tested.
pins: .venv/dev.stamp
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-header --no-annotate --extra postgres --extra dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-header --no-annotate --extra postgres --constraint requirements-dev.txt pyproject.toml -o requirements.txt

.venv/runtime.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("digestbot needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once, about a minute) ..." >&2
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.txt
	@echo "Adding the tools for tests and checks ..." >&2
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
