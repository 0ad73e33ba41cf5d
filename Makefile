# Everything goes into .venv and build/, which git ignores. `make help` lists the targets.

PYTHON ?= python3
SEED := seeds/000_24a45464d321b182.txt

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WEB := geomap/web

# What an installation is made of; what the build hook gathers is not a source.
FIND_SOURCES := find hatch_build.py pyproject.toml README.md LICENSE NOTICE hook geomap \
	\( -name __pycache__ -o -name node_modules -o -path $(WEB)/bundle -o -path geomap/english \) -prune \
	-o -type f ! -name gazetteer.sqlite -print
SOURCES := $(shell $(FIND_SOURCES) 2>/dev/null)

.DELETE_ON_ERROR:
.PHONY: map test lint chromium wheel interpreters resolve-314 bench clean help FORCE

map: $(VENV)/.geomap ## Map the reference article into output/
	@$(BIN)/geomap map $(SEED)

test: $(VENV)/.geomap $(VENV)/.test-tools chromium lint ## Check types, style and import order, and run all tests
	@$(BIN)/pytest

lint: $(VENV)/.geomap $(VENV)/.test-tools ## Check style (ruff, biome), types (mypy, tsc), import order (import-linter) and TypeScript (vitest)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@if command -v npm >/dev/null; then \
		cd $(WEB) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent check && npm run --silent test; \
	else echo "no npm on this machine: the TypeScript is built and tested, but it is not checked by itself"; fi

wheel: $(VENV)/.python ## Build the wheel into dist/
	@rm -f dist/*.whl
	@$(PIP) wheel --quiet --no-deps --wheel-dir dist .

interpreters: wheel ## Try the wheel on each Python that is found, without Node and network
	@.ci/interpreters dist/*.whl $(SEED)

resolve-314: wheel ## Resolve all run-time dependencies for Python 3.14 as binary wheels
	@$(PIP) install --quiet --dry-run --target build --python-version 3.14 --only-binary=:all: dist/*.whl
	@echo "Every run-time dependency resolves to a binary wheel for Python 3.14."

bench: $(VENV)/.geomap $(VENV)/.test-tools ## Measure start-up, page and gazetteer
	@for benchmark in startup page gazetteer; do $(BIN)/python benchmarks/$$benchmark.py || exit; done

clean: ## Remove all that make and the build made; maps in output/ stay
	rm -rf $(VENV) build dist $(WEB)/bundle $(WEB)/node_modules geomap/english geomap/gazetteer/gazetteer.sqlite
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "geomap needs Python 3.11 or newer, and \`$(PYTHON)\` is not one." >&2; \
		echo "Name another: make map PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.geomap: $(VENV)/.python $(VENV)/.sources $(SOURCES)
	@echo "Building and installing geomap ..."
	@$(PIP) install --quiet .
	@touch $@

# A source that is gone counts as a change too.
$(VENV)/.sources: FORCE | $(VENV)/.python
	@$(FIND_SOURCES) 2>/dev/null | LC_ALL=C sort > $@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(VENV)/.test-tools: $(VENV)/.python pyproject.toml
	@echo "Installing the test tools ..."
	@$(PIP) install --quiet --group test
	@touch $@

chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium from Debian ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	else echo "No Chromium here and no right to install one: the browser tests will be skipped."; fi
