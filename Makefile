# Two commands do everything on a fresh machine: `make run` and `make test`.
# Assumed: git, make, Python >= 3.11 with pip, a network to the package registries. Debian or Ubuntu is the reference.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

UV_VERSION := 0.13.9
UV := .tools/bin/uv
MAIN := .venv/.synced
BOT := bot/.venv/.synced
WEB := channels/counter/web
# One absolute data folder for every process, whatever its working directory.
export MINWON_DATA ?= $(CURDIR)/var
ifdef CI
export UV_NO_PROGRESS := 1
endif
# A program that is started a hundred times must not be compiled a hundred times.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help run test check bench model web system format clean

help: ## Show the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(MAIN) $(BOT) ## Install, prepare and start everything; print the addresses; Ctrl-C stops all of it
	@exec .venv/bin/python -m actions.opening

test: $(MAIN) $(BOT) system web model ## Run every test, in both environments and in a real browser
	npm --prefix $(WEB) test
	bot/.venv/bin/pytest -c bot/pyproject.toml --rootdir . tests/bot tests/unit/bot
	.venv/bin/pytest -n 2 --ignore tests/bot --ignore tests/unit/bot -m "not bench"

check: $(MAIN) $(BOT) $(WEB)/node_modules/.package-lock.json ## Formatter, linter, types, import contracts
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --config pyproject.toml
	npm --prefix $(WEB) run check

bench: $(MAIN) $(BOT) system web model ## Run the benchmarks; print a table and write bench.json
	.venv/bin/python -m tests.bench

model: $(BOT) ## Train the dialogue model if its inputs changed
	cd bot && .venv/bin/python train.py

web: $(MAIN) ## Build the counter page, and fetch the wallet's decoder of codes, if they changed
	@.venv/bin/python -m actions.opening.web

system: ## Have the system programs that the tests drive
	@tests/system-programs

format: $(MAIN) ## Format and fix what can be fixed
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

clean: ## Remove what was made (environments, data, builds)
	rm -rf .venv bot/.venv .tools var $(WEB)/node_modules $(WEB)/dist wallet_bridge/wallet/web/node_modules channels/staff/web/node_modules

$(UV):
	@echo "uv $(UV_VERSION) 설치"
	@PATH="$${PATH#$(CURDIR)/.venv/bin:}" python3 -m pip install --quiet --disable-pip-version-check --target .tools uv==$(UV_VERSION) 2>/dev/null \
	  || { echo "uv를 설치하지 못했습니다: Python 3.11 이상과 pip가 필요합니다 (예: apt-get install python3-pip)" >&2; exit 1; }

$(MAIN): pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --all-groups
	@touch $@

$(BOT): bot/pyproject.toml bot/uv.lock | $(UV)
	$(UV) sync --frozen --all-groups --project bot
	@touch $@

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json | $(MAIN)
	npm --prefix $(WEB) ci --no-audit --no-fund
