# Everything one does here is a target with one line of help; `make` alone lists them.
# `demo` and `test` do the set-up they need themselves.

PYTEST_ARGS ?= -n 3 --dist worksteal
UV_ARGS ?=
EXPLORE ?= 200
MALFORMED ?= 100000

# Where images forbid bytecode, each of hundreds of starts of `socert` would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo run compile test check lint types imports schema bench screens baskets chaos hostile lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with the pinned packages (PYTHON=… chooses the Python)
	@tools/setup

demo: setup ## a pilot district lives through some weeks, then its pages (DEMO_PEOPLE=N; DEMO_EXIT=1 ends after the run)
	@.venv/bin/socert demo

run: setup ## serve this checkout's installation
	@.venv/bin/socert serve

compile: setup ## compile the hot path into `build` (needs a C compiler): PYTHONPATH=build .venv/bin/socert serve
	@.venv/bin/python tools/compile

test: setup ## run all tests (PYTEST_ARGS=… are pytest's); those of pages in Chromium, those of Spark where it can be had
	@tools/setup browser
	@tools/setup spark
	.venv/bin/pytest $(PYTEST_ARGS)

check: lint types imports test ## everything a change has to pass: lint, types, imports, tests

lint: setup ## look for faults and untidy code with ruff
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: setup ## check the types with mypy
	.venv/bin/mypy

imports: setup ## check that imports only go down, with import-linter
	.venv/bin/lint-imports

schema: setup ## write schema.sql anew from the migrations
	@.venv/bin/python tools/schema

bench: compile ## run all benches on this machine; reports of purchases, growth and decisions go to docs/performance
	@PYTHONPATH=build .venv/bin/socert bench authorise --out docs/performance
	@PYTHONPATH=build .venv/bin/socert bench growth --out docs/performance
	@.venv/bin/socert bench basket
	@.venv/bin/socert bench bulk
	@.venv/bin/socert bench catalogue
	@.venv/bin/socert bench decisions --out docs/performance
	@.venv/bin/socert bench demand
	@.venv/bin/socert bench pages

screens: setup ## write a picture of every page to docs/screens, in both languages (needs Chromium)
	@rm -rf docs/screens
	@.venv/bin/python tools/screens

baskets: setup ## compare twenty thousand random baskets with an independent solver
	BASKETS=20000 .venv/bin/pytest $(PYTEST_ARGS) tests/domain/purchases/test_optimum.py

chaos: setup ## kill -9 in 200 rounds, 10,000 simulated lives, a bad wire; goes on where it was stopped (CHAOS_ROUNDS=N)
	@mkdir -p .socert
	CHAOS_ROUNDS=$${CHAOS_ROUNDS:-200} CHAOS_TOLD=1000 CHAOS_SEEDS=$${CHAOS_SEEDS:-10000} \
		CHAOS_WIRE_TOLD=$${CHAOS_WIRE_TOLD:-10000} CHAOS_REPORT=$${CHAOS_REPORT:-.socert/chaos.json} \
		.venv/bin/pytest -n 0 tests/chaos

hostile: setup ## try the API's description (EXPLORE=200 examples each) and MALFORMED=100000 random broken requests
	EXPLORE=$(EXPLORE) MALFORMED=$(MALFORMED) .venv/bin/pytest -s $(PYTEST_ARGS) tests/entrypoints/hostile

lock: ## pin all packages anew with hashes; needs uv (UV_ARGS=--upgrade takes newer ones)
	@PATH="$$PATH:$$PWD/.venv/bin"; export UV_CUSTOM_COMPILE_COMMAND='make lock'; \
	lock() { uv pip compile --quiet --no-config --generate-hashes --universal --python-version 3.11 \
		--only-binary :all: --no-annotate $(UV_ARGS) "$$@"; }; \
	command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }; \
	lock --output-file requirements.txt pyproject.toml && \
	lock --extra dev --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml && \
	lock --constraints requirements-dev.txt --output-file requirements-openfisca.txt benchmarks/requirements.in && \
	lock --group spark --no-binary pyspark --constraints requirements-dev.txt --output-file requirements-spark.txt
