# `make demo` and `make test` set up what they need in .venv and run.
# The machine needs Python 3.11 or later with venv and pip, and make; nothing else.

PYTHON ?= python3
ARTICLE ?= corpus/russia-turkey-weapon-sales.txt
PYTEST_ARGS ?=
PIP_TOOLS := pip-tools==7.6.2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
COMPILE := $(VENV)/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header \
	--build-deps-for editable --newline lf

.PHONY: help demo test lint format docs pictures lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    analyse $(ARTICLE) into outputs/"
	@echo "make test    run the tests"
	@echo "make lint    ruff and mypy"
	@echo "make format  let ruff format the code"
	@echo "make docs    build the site into build/site"
	@echo "make lock    pin the dependencies anew (UPGRADE=1: to their latest versions)"
	@echo "make clean   remove .venv and caches"

demo: $(VENV)/.run
	@$(BIN)/argmap analyze "$(ARTICLE)" --sources corpus/sources --out outputs

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev
	@$(BIN)/python docs/make
	@$(BIN)/mkdocs build --quiet --clean
	@echo "build/site/index.html"

pictures: $(VENV)/.dev
	$(BIN)/python docs/make/pictures.py

# Setting up. The stamps lie inside .venv, so that they go when it goes. pip is the last thing that
# venv puts there: without it, the environment is half made, and is made again.

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "argmap needs Python 3.11 or later; say which: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/pip
	@echo "Installing what argmap needs (the first time takes a minute) ..."
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

# The lock files. run.txt starts as a copy of dev.txt: pip-compile keeps the pins that it finds, so
# both pin the same versions.

lock: $(VENV)/lock/bin/pip-compile
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra dev --output-file requirements/dev.txt pyproject.toml
	cp requirements/dev.txt requirements/run.txt
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	@for file in run dev; do \
		{ echo "# Made by \`make lock\` from pyproject.toml, for Linux and Python 3.11. Do not edit."; \
		  cat requirements/$$file.txt; } > requirements/.part && mv requirements/.part requirements/$$file.txt; \
	done
	@! grep -nE '://|@ file|^-|WARNING' requirements/*.txt

$(VENV)/lock/bin/pip-compile: | $(BIN)/pip
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --quiet install $(PIP_TOOLS)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
