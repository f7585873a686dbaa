# `make` or `make run`: set up what is missing and serve the portal. Python 3.11 or newer and make are enough.
# `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
# Styles are compiled while Python packages install and the database is prepared.
MAKEFLAGS += --jobs=2
.DEFAULT_GOAL := run

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv
PY := $(VENV)/bin/python
# Modules are compiled when they are first used: most never are.
PIP = "$$(< $(VENV)/.made)" -m pip --python $(PY) install --quiet --disable-pip-version-check --no-input --no-compile --require-hashes
APPS := $(wildcard riia regions datasets selfassessment peerchallenge improvement governance bulletin)
TEMPLATES = $(shell find templates $(APPS) -name '*.html' 2>/dev/null)
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# What one process compiles the next ones find beside the packages, even where Python is told to keep nothing.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/compiled

# Extra words for pytest (or for the command of the other targets), for instance: make test ARGS="tests/regions -k seat"
ARGS ?=

.PHONY: run
run: setup ## Serve the portal with its demonstration region at http://localhost:8000 (PORT=... for another port)
	@echo "The portal is at http://localhost:$(PORT). Stop it with Ctrl-C."
	@ALLOW_DEMO=$${ALLOW_DEMO-1} PORTAL_URL=$${PORTAL_URL-http://localhost:$(PORT)} exec $(PY) -m gunicorn

.PHONY: setup
setup: static prepare ## Set up everything that run needs: packages, styles, database

.PHONY: prepare
prepare: $(VENV)/.base ## Bring the database up to date, with reference data and the demonstration region
	@ALLOW_DEMO=$${ALLOW_DEMO-1} $(PY) tools/prepare.py

.PHONY: static
static: staticfiles/staticfiles.json ## Compile the styles and collect the static files

.PHONY: packages
packages: $(VENV)/.base ## Install the Python packages that the portal runs on

.PHONY: test
# Branches are counted only where every test runs, on one database, and in the tests of what decides.
COVERAGE = $(if $(strip $(ARGS))$(filter postgres%,$(DATABASE_URL)),,yes)
test: $(VENV)/.dev static/dist/app.css ## Run the tests; ARGS="..." goes to pytest, DATABASE_URL chooses the database
	@$(PY) -m pytest -n auto --dist worksteal $(if $(COVERAGE),-m 'not deciding and not soak') $(ARGS)
	@$(if $(COVERAGE),$(PY) -m pytest -n auto --dist worksteal -m 'deciding and not soak' --cov --cov-report=)
	@$(if $(COVERAGE),$(PY) tools/check_coverage.py)

.PHONY: check check-words check-types check-portal
check: check-words check-types check-portal ## Lint, types, layers, deployment settings, and whatever is generated or locked

check-words: $(VENV)/.dev
	$(PY) tools/check_locks.py
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/djade --target-version 5.2 --check $(TEMPLATES)
	$(VENV)/bin/lint-imports --no-logo

check-types: $(VENV)/.dev
	$(PY) -m mypy

check-portal: $(VENV)/.dev
	$(IN_MEMORY) $(PY) manage.py makemigrations --check --dry-run -v0
	$(IN_MEMORY) $(PY) manage.py draw_workflows --check
	$(IN_MEMORY) $(AS_DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING
IN_MEMORY := DATABASE_URL=sqlite://:memory:
AS_DEPLOYED = SERVED_OVER_HTTPS=1 ALLOWED_HOSTS=portal.example PORTAL_URL=https://portal.example \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')

.PHONY: bench
bench: $(VENV)/.dev static ## Measure the pages, on PostgreSQL where its programs are installed
	@tools/with-postgres --if-installed $(PY) manage.py bench $(ARGS)

.PHONY: soak
soak: $(VENV)/.dev static/dist/app.css ## Run the long counts: hostile files, random walks, kills, concurrency
	@tools/with-postgres --if-installed $(PY) -m pytest -n auto --dist worksteal -m soak $(ARGS)

.PHONY: screenshots
screenshots: $(VENV)/.dev ## Take the pictures of the README again, from a portal that `make run` serves on PORT
	$(PY) tools/screenshots.py http://localhost:$(PORT) $(ARGS)

.PHONY: format
format: $(VENV)/.dev ## Put code and templates in the house format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(VENV)/bin/djade --target-version 5.2 $(TEMPLATES) || true

.PHONY: lock
lock: $(VENV)/.dev ## Write the locks again from requirements/*.in; ARGS=--upgrade takes newer versions
	for name in base dev node; do \
	  $(VENV)/bin/uv pip compile --quiet --generate-hashes --universal --no-header --python-version 3.11 $(ARGS) \
	    --output-file requirements/$$name.txt requirements/$$name.in; \
	done
	npm install --package-lock-only --loglevel=error

.PHONY: clean
clean: ## Remove what was built; the database, uploads and the secret key stay
	rm -rf $(VENV) node_modules static/dist staticfiles .coverage htmlcov test-results \
	  .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache

.PHONY: help
help: ## Show this list
	@sed -nE 's/^([a-z]+):.* ## (.*)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 13

# --- Files that the targets above stand on ---------------------------------------------------------------------------

# The file names the Python whose pip installs the packages: to unpack one more pip into .venv takes five seconds.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "The portal needs Python 3.11 or newer as '$(PYTHON)'; another one can be named: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@own=$$($(PYTHON) -c 'import sys; print(sys.executable)'); \
	if "$$own" -m pip --python "$$own" --version >/dev/null 2>&1; then $(PYTHON) -m venv --without-pip $(VENV); \
	else $(PYTHON) -m venv $(VENV); own=$(PY); fi; echo "$$own" >$@

$(VENV)/.base: requirements/base.txt | $(VENV)/.made
	@echo "Installing Python packages"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.made
	@echo "Installing Python packages for tests and checks"
	@$(PIP) -r $<
	@[[ $(VENV)/.base -nt requirements/base.txt ]] || touch $(VENV)/.base
	@touch $@

# Node.js comes from a Python package where the machine has none that is new enough.
NODE_OK = { command -v npm && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; } >/dev/null 2>&1
NODE = $(NODE_OK) || { echo "Installing Node.js"; $(PIP) -r requirements/node.txt; }

node_modules/.made: package.json package-lock.json .npmrc requirements/node.txt | $(VENV)/.made
	@$(NODE)
	@echo "Installing Node.js packages"
	@npm ci --omit=optional --loglevel=error >/dev/null
	@touch $@

static/dist/app.css: node_modules/.made $(shell find frontend -type f 2>/dev/null)
	@$(NODE)
	@echo "Compiling the styles"
	@npm run --silent build
	@touch $@

# The manifest is the last file that collectstatic writes.
staticfiles/staticfiles.json: static/dist/app.css $(shell find static -type f -not -path 'static/dist/*' 2>/dev/null) $(VENV)/.base
	@echo "Collecting the static files"
	@$(IN_MEMORY) $(PY) manage.py collectstatic --noinput --clear -v0
	@touch $@
