.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test crash stress exercised heard lint format docs bench clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(BIN)/python:
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/run.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing Botyard ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing Botyard and what its tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/bench.stamp: pyproject.toml $(VENV)/test.stamp
	@echo "Installing what the benchmarks compare with ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@

run: $(VENV)/run.stamp ## start a server with a demo portal on http://127.0.0.1:8080
	@exec $(BIN)/botyard serve

test: lint ## every check and every test that needs no root
	@$(BIN)/pytest -n 2 --dist loadgroup

crash: $(VENV)/test.stamp ## the crash tests at length: kills, failing disks, power cuts (15 minutes)
	@BOTYARD_CRASH_KILLS=300 BOTYARD_CRASH_IMAGES=20000 BOTYARD_CRASH_RECORDED_SENDS=4000 \
		$(BIN)/pytest tests/blackbox/crash -p no:randomly --capture=no --quiet

stress: $(VENV)/test.stamp ## a million events through kills and restarts, on each database (half an hour)
	@BOTYARD_STRESS_EVENTS=1000000 $(BIN)/pytest tests/blackbox/stress -p no:randomly \
		--capture=no --quiet

exercised: $(VENV)/test.stamp ## which parameters and refusals of each method the tests have met
	@mkdir -p build
	@BOTYARD_EXERCISE=build/exercised.md $(BIN)/pytest -n 2 --quiet -p tests.exercise \
		tests/methods tests/contract tests/people tests/chat tests/rpc
	@cat build/exercised.md

heard: $(VENV)/test.stamp ## which bots and people hear of what a person does, as the tests saw it
	@mkdir -p build
	@BOTYARD_HEARD=build/heard.md $(BIN)/pytest --quiet -p no:randomly -p tests.heard \
		tests/people -k sqlite
	@cat build/heard.md

lint: $(VENV)/test.stamp ## style, types, the dependency rule, spelling
	@$(BIN)/ruff format --check --quiet src tests benchmarks
	@$(BIN)/ruff check --quiet src tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/codespell src tests docs benchmarks *.md

format: $(VENV)/test.stamp ## rewrite the source in the house style
	@$(BIN)/ruff format src tests benchmarks
	@$(BIN)/ruff check --fix src tests benchmarks

docs: $(VENV)/test.stamp ## write the reference pages again, from the code
	@$(BIN)/python -m botyard.cli.reference docs

bench: $(VENV)/bench.stamp ## measure this machine and write docs/benchmarks.md
	@$(BIN)/python -m benchmarks

clean: ## remove what these commands made (not ./data)
	@rm -rf $(VENV) build *.egg-info src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
