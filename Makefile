# The commands of this project; `make help` lists them.
.DEFAULT_GOAL := help
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile

.PHONY: help run test test-sqlite test-postgresql check fix messages bench lock setup-run setup-dev

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/make \1\t\2/p' Makefile | expand -t 24

run: setup-run ## everything up to a served page, on SQLite in instance/
	@exec $(BIN)/tracker run

test: setup-dev test-sqlite test-postgresql ## all tests, on SQLite and on PostgreSQL

test-sqlite: setup-dev ## all tests on SQLite; ARGS="tests/domain -k dates" narrows
	$(PYTEST) --database sqlite $(ARGS)

test-postgresql: setup-dev ## what touches a database, on PostgreSQL
	$(PYTEST) --database postgresql -m "not once" $(ARGS)

check: setup-dev ## lint, types, layers, templates, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python scripts/messages.py --check

fix: setup-dev ## what the linter can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup-dev ## collect the texts to translate, update and compile the catalogues
	$(BIN)/python scripts/messages.py

bench: setup-dev ## speed, as multiples of a bare page and a bare document; ARGS=pages, briefs, batch or curve narrows
	$(BIN)/python -m scripts.bench $(ARGS)

lock: setup-dev ## write the hashed requirement files anew; UPGRADE=1 moves versions
	scripts/lock.sh

setup-run:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev
