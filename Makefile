# Shortcuts for people who work on the program. `make` is not needed to run it or its tests: see README.md.
PYTHON ?= python3
BIN := .venv/bin
CASES ?= 500 20000

.PHONY: demo test lint format bench reliability screens

.venv: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch .venv

demo: .venv
	$(BIN)/ehc-tui demo

test: .venv
	$(BIN)/python -m pytest -n 2

lint: .venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv
	$(BIN)/python benchmarks --cases $(CASES)

reliability: .venv
	PYTHONPATH=.:tests $(BIN)/python tests/faults/reliability.py

screens: .venv
	$(BIN)/python docs/pictures.py
