# PactPortaal: every target can be repeated and is quick the second time. `make help` lists them.
SHELL := /bin/sh
VENV ?= .venv
PORT ?= 8000
PY := $(VENV)/bin/python
export PORT VENV
.DEFAULT_GOAL := help

.PHONY: help
help: ## deze lijst
	@grep -hE '^[a-z][a-z0-9]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.PHONY: basis
basis:
	@scripts/venv.sh basis

.PHONY: setup
setup: ## virtuele omgeving met alle vastgelegde pakketten
	@scripts/venv.sh ontwikkeling

# The data of `make demo` and `make run` live in .data/ (or DATA_MAP); nothing else is touched.
.PHONY: gegevens
gegevens:
	@$(PY) manage.py klaarzetten

.PHONY: demo
demo: export DEMO := 1
demo: basis gegevens ## setup, databank en demonstratiegegevens; start geen server
	@echo "→ klaar: start het portaal met make run"

.PHONY: statisch
statisch: basis
	@scripts/statisch.sh $(PY)

.PHONY: run
run: export DEMO := 1
run: export DEBUG := 0
run: export LOGFORMAAT := tekst
run: demo statisch ## het portaal met demonstratiegegevens op http://127.0.0.1:8000 (PORT=…)
	@$(PY) scripts/serveer.py

.PHONY: dev
dev: export DEMO := 1
dev: export DEBUG := 1
dev: export LOGFORMAAT := tekst
dev: setup gegevens ## werken aan het portaal: herlaadt bij elke wijziging, toont fouten
	@$(PY) manage.py runserver $(PORT)

.PHONY: e2e
e2e: setup ## alleen de tests in een echte browser
	@$(PY) scripts/proef.py --alleen sqlite -m e2e

.PHONY: docs
docs: setup ## de bladen die uit de code komen
	@$(PY) manage.py omgeving_docs

.PHONY: lock
lock: setup ## vergrendel de pakketten opnieuw (requirements/*.txt, met hashes)
	@$(PY) scripts/vergrendel.py

.PHONY: ci
ci: ## precies wat de bouwserver doet
	@.ci/run

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
