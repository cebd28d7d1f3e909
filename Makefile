# The commands of this project. `make help` lists them; docs/develop.md explains them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := example
.DELETE_ON_ERROR:
.PHONY: help example install test unit lint types setup-tests browser postgres docs pictures floors bench constraints check-constraints clean

# The first interpreter that Sayso runs on; `make PYTHON=/path/to/python` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt

example: install ## install Sayso into .venv and read the example report (the default)
	@$(BIN)/sayso example

install: $(VENV)/.installed ## install Sayso into .venv

test: setup-tests lint types unit ## install what tests need, then lint, check types and run every test

# A file's tests stay together, since they share what is dear to make.
unit: setup-tests ## run the tests alone, on every core; T="tests/test_model.py -k name" narrows them, on one
	@$(BIN)/python -m pytest $(or $(T),--numprocesses auto --maxprocesses 4 --dist loadfile)

lint: setup-tests ## look for slips in style and use
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup-tests ## check types
	@$(BIN)/mypy

docs: install ## make the outputs shown in README and docs/ again, by running their commands
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tools.consoles --write

pictures: setup-tests ## take the pictures of README and docs/ again, of the reading room over the demo's ledger
	@$(BIN)/python -m tools.pictures

floors: setup-tests ## raise the quality floors to what the reader reaches now
	@$(BIN)/python -m tools.floors --raise

bench: setup-tests ## print accuracy on the shared gold reports and speed (needs the shared folder)
	@$(BIN)/python -m bench.claims
	@$(BIN)/python -m bench.speed

# -- behind the commands ------------------------------------------------------------------------------------------

# Debian's python3 may come without ensurepip; then the pip that is there fills the new environment.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: Sayso needs Python 3.11 to 3.14, and none was found; make PYTHON=/path/to/python names one" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
		$(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing Sayso into $(VENV) (700 MB, a minute or two) ..."
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/.tests-installed: $(VENV)/.installed
	@echo "installing what the tests need ..."
	@$(PIP_INSTALL) --editable '.[test]'
	@touch $@

$(VENV)/.validators-tried: $(VENV)/.tests-installed
	@echo "installing readers of other programs' formats ..."
	@$(PIP_INSTALL) --editable '.[validators]' >/dev/null 2>&1 || echo "some could not be built: the tests that ask them will be skipped" >&2
	@touch $@

setup-tests: $(VENV)/.tests-installed $(VENV)/.validators-tried browser postgres

# What the tests need of the machine itself: $(call debian,PACKAGE,TESTS,WHAT OF THEM) installs
# the package where it may; elsewhere it says what will become of the tests without it.
define debian
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "installing $(1) for $(2) ..."; \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1); } >/dev/null </dev/null \
		|| echo "$(1) could not be installed: $(2) $(3)" >&2; \
else echo "no $(1) here: $(2) $(3)" >&2; fi
endef

# Browser tests drive the machine's own chromium; where none can be had they are skipped and say so.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { $(call debian,chromium,the browser tests,will be skipped); }

# The ledger's tests start a PostgreSQL of their own from the machine's programs (tests/databases.py).
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	{ $(call debian,postgresql,the tests on PostgreSQL,will be skipped; in CI they fail); }

constraints: ## resolve the dependencies anew (Python 3.11) into constraints.txt
	@rm -rf build/resolve && $(PYTHON) -m venv build/resolve
	@build/resolve/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "make constraints: give Python 3.11 with PYTHON=" >&2; exit 1; }
	@build/resolve/bin/python -m pip install --quiet '.[test,validators]'
	@{ sed -n '/^#/p' constraints.txt; build/resolve/bin/python -m pip freeze --exclude sayso; } >build/constraints.txt
	@mv build/constraints.txt constraints.txt

check-constraints: install ## ask the index whether every pinned wheel exists for each Python
	@for v in 3.11 3.12 3.13 3.14; do echo "Python $$v"; \
		$(BIN)/python -m pip install --quiet --dry-run --ignore-installed --no-deps --only-binary=:all: \
			--no-binary=pyicu,libhxl,python-io-wrapper --target build/none --python-version $$v --requirement constraints.txt; done

clean: ## remove what these commands made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis sayso-example.html sayso-demo.db*

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '  make %-18s %s\n' "$$name" "$$what"; done
