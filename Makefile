# Every task of the project.  ARGS are passed on:  make demo ARGS=--once   make test ARGS="-k charset"
.PHONY: install develop demo test check fmt benchmark screenshots lock
SHELL := /bin/sh
BIN := .venv/bin

install: ## the locked environment, with .venv/bin/vanthu
	@deploy/bootstrap.sh requirements.lock

develop:
	@deploy/bootstrap.sh requirements-dev.lock

demo: install ## the whole thing on one machine
	@$(BIN)/vanthu demo $(ARGS)

test: develop
	@deploy/programs.sh
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: develop ## lint, types, who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: develop
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: develop ## beside Postfix with rspamd, Haraka and a bare aiosmtpd relay; build/benchmark.md
	@tests/benchmarks/peers/install.sh
	$(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: install ## the demo's table as text and SVG, into build/
	@mkdir -p build
	$(BIN)/vanthu demo --once --export build/demo

lock: ## the lock files anew from pyproject.toml; the newest versions with ARGS=--upgrade
	@uv=$$(command -v uv || echo .boot/bin/uv); options="--quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"; \
	$$uv pip compile $$options $(ARGS) pyproject.toml -o requirements.lock && \
	$$uv pip compile $$options $(ARGS) --extra dev pyproject.toml -o requirements-dev.lock
