# The two commands that everybody needs:
#   make site    install what the program needs into .venv, build site/ from content/sources, say where to open it
#   make test    install what the tests need, too, and run lint, type check and all tests, browser included

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
# Packages come from the lock files only, each checked against its hash; nothing is built with unlocked tools.
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation
# A virtual environment that was moved, or whose Python is gone, is made anew.
HERE := $(shell printf '%s' '$(CURDIR)' | cksum | cut -d' ' -f1)
SITE_READY := $(VENV)/.site-$(HERE)
TEST_READY := $(VENV)/.test-$(HERE)
ifneq ($(shell test -x $(PY) && $(PY) -c 'import pip' 2>/dev/null && echo sound),sound)
.PHONY: $(VENV)/.python-$(HERE)
endif

.DEFAULT_GOAL := help
.PHONY: help site serve check test lint export golden docs screenshots lock sbom audit clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

site: $(SITE_READY)  ## build the site from content/sources and say where to open it
	@$(PY) -m generator build

serve: $(SITE_READY)  ## show the site at http://127.0.0.1:8000 and build it again at every change
	@$(PY) -m generator serve

check: $(SITE_READY)  ## list what would fail a build and what waits for a decision
	@$(PY) -m generator check

export: $(SITE_READY)  ## write the data package to build/data
	@$(PY) -m generator export --to build/data

test: $(TEST_READY) lint  ## run every check and test; what continuous integration runs
	@.ci/browser
	$(PY) -m pytest -n auto --dist loadfile  # a worker a processor; what one file prepares is prepared once

lint: $(TEST_READY)
	$(PY) -m ruff check .
	$(PY) -m mypy

golden: $(TEST_READY)  ## refresh the golden tiny site after a wanted change; look at the diff before committing
	$(PY) -m pytest tests/golden --refresh-golden

docs: $(SITE_READY)  ## refresh the generated part of docs/
	$(PY) docs/cli_reference.py
	$(PY) docs/error_reference.py

screenshots: $(TEST_READY) site  ## take the pictures of the README from the site anew
	$(PY) docs/screenshots.py

lock: $(TEST_READY)  ## pin the dependencies anew, with hashes
	.ci/lock $(PY)

sbom: $(TEST_READY)  ## write the bill of materials of a release: build/gongbao.cdx.json
	@mkdir -p build
	$(PY) -m cyclonedx_py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
		--output-format JSON --output-file build/gongbao.cdx.json requirements.lock

audit: $(TEST_READY)  ## compare the locked dependencies with the known vulnerabilities
	.ci/audit $(PY)

clean:  ## delete everything that is made: environment, site, caches
	rm -rf $(VENV) build dist .gongbao .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find site -mindepth 1 ! -name .gitkeep -delete
	git clean -qfdX content/pages  # the generated pages; hand-written ones are not ignored
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python-$(HERE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "gongbao needs Python 3.11 or newer; name it with PYTHON=..., for example make site PYTHON=python3.11" >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(SITE_READY): $(VENV)/.python-$(HERE) requirements-build.lock requirements.lock pyproject.toml
	@echo "installing what the program needs"
	@$(INSTALL) -r requirements-build.lock
	@$(INSTALL) -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): $(SITE_READY) requirements-dev.lock
	@echo "installing what the tests need"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
