# Each target makes what it needs: a virtual environment in .venv, the packages at the versions of constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help demo models test check bench clean

help:  ## Say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

demo: .venv/installed  ## Run the whole job on the documents of corpora/demo, leave the results in out/
	$(BIN)/duban demo -o $(OUT)

models: .venv/installed  ## Train the models of models/ on corpora/ and print their held-out figures
	$(BIN)/duban train --models models

test: .venv/dev  ## Run the test suite, with outgoing connections blocked
	$(BIN)/python -m pytest

check: .venv/dev  ## Lint, formatting, types, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev  ## Measure speed and score (minutes)
	$(BIN)/python -m tests.benchmarks

clean:  ## Remove the virtual environment and caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist $(OUT)

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,web]'
	@touch $@ .venv/installed
