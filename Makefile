# Two commands matter: make demo, make test. Both do all their own set-up with Python 3.11 or newer.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
.DEFAULT_GOAL := help
# Programs start in half the time when Python may keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo run test check bench docs screenshots lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/run.stamp: requirements/run.lock pyproject.toml
	@echo "→ 建立运行环境（约半分钟，仅首次）"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --progress-bar on --disable-pip-version-check --require-hashes --no-deps -r requirements/run.lock | sed -nE 's/^(Collecting|Installing|Successfully) (.{1,80}).*/  \1 \2/p'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	@echo "→ 建立测试环境（仅首次）"
	@$(BIN)/python -m pip install --progress-bar on --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock | sed -nE 's/^(Collecting|Installing|Successfully) (.{1,80}).*/  \1 \2/p'
	@touch $@

demo: .venv/run.stamp ## a believable district at http://127.0.0.1:8000 (PORT=…); running it again keeps the data
	@$(BIN)/gongkai prepare --demo --port $(PORT)
	@$(BIN)/gongkai up --port $(PORT)

run: .venv/run.stamp ## the same with an empty district
	@$(BIN)/gongkai prepare --port $(PORT)
	@$(BIN)/gongkai up --port $(PORT)

test: .venv/dev.stamp ## the whole suite; browser tests where Chromium is installed
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/dev.stamp ## style, types, arrows, migrations, deployment settings, docs
	@$(BIN)/ruff check --no-cache . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/gongkai makemigrations --check --dry-run
	@GONGKAI_PRODUCTION=1 GONGKAI_SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) GONGKAI_CASE_KEY=$$(head -c 48 /dev/urandom | base64 -w0) GONGKAI_HOSTS=example.gov.cn $(BIN)/gongkai check --deploy --fail-level WARNING
	@$(BIN)/python -m pytest tests/test_docs.py tests/test_architecture.py

bench: .venv/dev.stamp ## measure against nginx, SQLite FTS5, fsync: ratios in one run
	@$(BIN)/python -m bench

screenshots: .venv/dev.stamp ## pictures of the tour, into docs/images
	@$(BIN)/python -m tests.browser.screenshots

docs: .venv/dev.stamp ## write the generated reference pages anew
	@$(BIN)/gongkai reference

lock: ## pin versions and hashes anew from pyproject.toml (needs uv)
	@uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/run.lock
	@uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/run.lock -o requirements/dev.lock
	@echo "setuptools" | uv pip compile -q - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/build.lock

clean: ## remove environment and data
	@rm -rf .venv var
