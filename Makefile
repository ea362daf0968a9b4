# The doors of the project: `make help` lists them. Only make and Python 3.11 or later are needed.

PYTHON ?= python3
# How the demonstration is run; see `registry demo --help`.
SERVE ?= 1
PORT ?= 8000
SIZE ?= 2000
SEED ?= 57
DATA ?=
LANGUAGE ?= $(or $(REGISTRY_LANGUAGE),vi)
# Test processes side by side; each has engines of its own.
WORKERS ?= 2
PYTEST ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q

.DEFAULT_GOAL := help
.PHONY: help demo test lint types contract bench lock clean

help: ## List what can be made
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp ## Show the registry at work, then serve its pages (SERVE=0 PORT=8000 SIZE=2000 DATA=file LANGUAGE=vi|en)
	@REGISTRY_LANGUAGE=$(LANGUAGE) REGISTRY_PORT=$(PORT) $(BIN)/registry demo --size $(SIZE) --seed $(SEED) \
		$(if $(filter 0 no false,$(SERVE)),--no-serve) $(if $(DATA),--data "$(DATA)")

test: $(VENV)/dev.stamp ## Run every test, on the default engine and, where Java 17 and Maven are, on a real Neo4j
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -rs $(PYTEST)

lint: $(VENV)/dev.stamp ## Check style and form
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp ## Check types, strictly
	$(BIN)/mypy

contract: $(VENV)/dev.stamp ## Check that the arrows between the packages point down
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp ## Measure start and profile page (DATA=file of led programmes); benchmarks/README.md names the rest
	$(BIN)/python -m benchmarks.start_speed $(if $(DATA),--data "$(DATA)")
	$(BIN)/python -m benchmarks.profile_speed

lock: $(VENV)/python.stamp ## Write both lists of pinned packages anew
	scripts/lock $(BIN)/python

clean: ## Remove what is made here, but not the data in var/
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find api registry graph matching tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Cần Python 3.11 trở lên; $(PYTHON) là $$($(PYTHON) --version 2>&1). Ví dụ: make PYTHON=python3.12 demo"; \
		echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). For example: make PYTHON=python3.12 demo"; \
		exit 1; } >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); \
		echo "Không tạo được môi trường Python. Trên Debian hoặc Ubuntu: apt install python3-venv"; \
		echo "The Python environment cannot be made. On Debian or Ubuntu: apt install python3-venv"; \
		exit 1; } >&2
	@touch $@

# What the demonstration needs and nothing more: no linter, no test runner, no browser.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/python.stamp
	@echo "Installing what requirements/run.txt pins ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/python.stamp
	@echo "Installing what requirements/dev.txt pins ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
