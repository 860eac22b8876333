# Each target works from a bare clone; the first one makes .venv from requirements.lock.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := check
.PHONY: setup demo chat check check-long bench picture fix real-traces browser register-picture

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/ready
	$(BIN)/agent-incident demo

chat: .venv/ready
	$(BIN)/agent-incident chat

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -m "not long" -n auto --dist worksteal

# Every property with ten times the examples, and whole crash lists.
check-long: check
	$(BIN)/python -m pytest -m "long or hypothesis" --hypothesis-profile=long -n auto --dist worksteal

bench: .venv/ready
	$(BIN)/python -m bench

# The pictures of the README, drawn from what the demo says: in the terminal, and in Slack.
picture: .venv/ready
	$(BIN)/python docs/dialogue.py
	$(BIN)/python -m docs.slack_pictures

fix: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Real servers of traces from pinned packages, about 850 MB each: spans are sent in, the trace is read back by its link.
.venv-phoenix/ready:
	$(PYTHON) -m venv .venv-phoenix
	.venv-phoenix/bin/python -m pip install --quiet --disable-pip-version-check arize-phoenix==20.26.1
	@touch $@

.venv-mlflow/ready:
	$(PYTHON) -m venv .venv-mlflow
	.venv-mlflow/bin/python -m pip install --quiet --disable-pip-version-check mlflow==3.17.2
	@touch $@

real-traces: .venv/ready .venv-phoenix/ready .venv-mlflow/ready
	REAL_TRACE_SERVERS=1 $(BIN)/python -m pytest -m long tests/adapters/sources/test_real_servers.py

# The register in headless Chromium: Debian's package where it is missing, its driver and axe-core as pinned packages.
.venv-browser/ready: .venv/ready
	command -v chromium || apt-get install --yes --quiet chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target .venv-browser playwright==1.65.2 axe-playwright-python==0.1.8
	@touch $@

browser: .venv/ready .venv-browser/ready
	PYTHONPATH=.venv-browser $(BIN)/python -m pytest -m long tests/adapters/publishers/site/test_in_chromium.py

register-picture: .venv/ready .venv-browser/ready
	PYTHONPATH=.venv-browser $(BIN)/python -m docs.register_pictures
