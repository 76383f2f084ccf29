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
	@echo "→ databank"
	@$(PY) manage.py migrate --verbosity 0
	@echo "→ referentiegegevens: gemeenten, inwoners, doelstellingen, normen"
	@$(PY) manage.py laad_referentie
	@echo "→ gemeentegrenzen van Digitaal Vlaanderen, hoogstens 10 seconden"
	@$(PY) manage.py probeer_vrbg
	@$(PY) manage.py laad_ondersteuners
	@echo "→ demonstratiegegevens, door de gewone invoer"
	@! ls */management/commands/laad_demo.py >/dev/null 2>&1 || DEMO=1 $(PY) manage.py laad_demo

.PHONY: demo
demo: basis gegevens ## setup, databank en demonstratiegegevens; start geen server
	@echo "→ klaar: start het portaal met make run"

# Only again when a file changed: compressing them takes a while.
STATISCH := .data/.statisch-$(shell { find . -path ./$(VENV) -prune -o -path ./staticfiles -prune -o -path '*/static/*' -type f -print | sort | xargs cat 2>/dev/null; cat requirements/basis.txt pactportaal/settings.py; } | cksum | tr -dc 0-9)
.PHONY: statisch
statisch: basis
	@test -e $(STATISCH) -a -d staticfiles || { 		echo "→ stijlen en scripts verzamelen en samendrukken"; 		DEBUG=0 $(PY) manage.py collectstatic --noinput --clear --verbosity 0 && 		mkdir -p .data && rm -f .data/.statisch-* && touch $(STATISCH); }

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
