# PactPortaal: every target can be repeated and is quick the second time. `make help` lists them.
SHELL := /bin/sh
VENV ?= .venv
PORT ?= 8000
PY := $(VENV)/bin/python
export PORT VENV
.DEFAULT_GOAL := help

.PHONY: help
help: ## deze lijst
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.PHONY: basis
basis:
	@scripts/venv.sh basis

.PHONY: setup
setup: ## virtuele omgeving met alle vastgelegde pakketten
	@scripts/venv.sh ontwikkeling

.PHONY: test
test: setup ## alle tests: op SQLite, en op PostgreSQL met Redis en een worker
	@$(PY) scripts/proef.py

.PHONY: lint
lint: setup ## stijl, importregels, sjablonen en Django's eigen controles
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) manage.py check --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run
	@test ! -d templates || $(PY) -m djlint templates --lint --quiet

.PHONY: types
types: setup ## mypy over de hele boom
	@$(PY) -m mypy .

.PHONY: bench
bench: setup ## metingen met hun grens, op SQLite en op PostgreSQL (ONDERWERP=… voor één)
	@$(PY) -m bench $(ONDERWERP)
