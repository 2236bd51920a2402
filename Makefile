# One command for each job; `make` alone lists them. Needs GNU make 3.81 or newer and Python 3.11 or newer.
#   make ask Q="..."           PYTHON=python3.12 chooses the Python that .venv is built with
#   make test ARGS="-k span"   ARGS is passed on to the program behind run, test, bench
.DEFAULT_GOAL := help

PYTHON ?= python3
TORCH := torch==2.13.0

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
KLUM := $(VENV)/bin/klum
LOCK := requirements.lock
# The requirements come from pyproject.toml, each version and hash from the lock: one lock serves users and developers.
INSTALL := $(UV) pip install --quiet --python $(PY) --require-hashes -r pyproject.toml -c $(LOCK)

# Each stamp holds the folder that it was made in: an environment that was moved, copied along with its folder, or whose
# Python is gone is built anew.
CORE := $(VENV)/core.stamp
DEV := $(VENV)/dev.stamp
MODELS := $(VENV)/models.stamp
ifneq ($(shell [ -x $(PY) ] && cat $(CORE) 2>/dev/null),$(shell pwd -P))
.PHONY: $(CORE)
endif

# The question reaches the program through the environment, as it was typed: neither make nor the shell expands it.
unexport Q
export QUESTION := $(value Q)

.PHONY: help setup dev models ask run test check bench screenshots lock clean question

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; \
		do printf '%-12s %s\n' "$$name" "$$text"; done

setup: $(CORE) ## build .venv with what Klum needs to run
	@echo 'Klum is ready: make ask Q="..." answers here, make run starts the web app.'

dev: $(DEV) ## add the developers' tools

models: $(MODELS) ## add sentence-transformers and torch (several GB unless pip finds a CPU build)

ask: question $(CORE) ## answer one question in the terminal: make ask Q="..."
	@$(KLUM) ask -- "$$QUESTION"

question:
	@[ -n "$$QUESTION" ] || { echo 'Ask like this: make ask Q="ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"' >&2; exit 2; }

run: $(CORE) ## start the web app
	@$(KLUM) serve $(ARGS)

# Those that drive a browser have the machine to themselves; 5 is what pytest ends with if it selects none.
TESTS = { $(PY) -m pytest -n auto --dist loadfile -m "not browser" $(ARGS) || [ $$? -eq 5 ]; } \
	&& { $(PY) -m pytest -m browser $(ARGS) || [ $$? -eq 5 ]; }

test: $(DEV) ## run every test
	$(TESTS)

check: $(DEV) ## ruff, mypy --strict and every test
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(TESTS)

bench: $(CORE) ## measure speed and quality on this machine
	@$(KLUM) bench $(ARGS)

screenshots: $(DEV) ## take the pictures in docs/images anew, with Chromium
	$(PY) -m tests.screenshots $(ARGS)

lock: $(CORE) ## choose the newest versions anew and write requirements.lock
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
		--extra models --extra openai --extra ollama --extra anthropic --group build --group dev pyproject.toml -o $(LOCK)

clean: ## remove .venv, caches and build outputs
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(CORE): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Klum needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
		"Name another one: make setup PYTHON=python3.12" >&2; exit 1; }
	@[ "$$(cat $@ 2>/dev/null)" = "$$(pwd -P)" ] && $(PY) -c '' 2>/dev/null || rm -rf $(VENV)
	@[ -d $(VENV) ] || echo "Installing Klum into $(VENV) (once, about half a minute) ..." >&2
	@[ -d $(VENV) ] || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module does not work here; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@awk '/^[^ #]/ { on = /^uv==/ } on' $(LOCK) > $(VENV)/uv.txt
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.txt
	@$(INSTALL) --group build --compile-bytecode
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@$(PY) -m compileall -q corpus index assistant prompts evals ui || :  # a fault in the code shows when it runs
	@pwd -P > $@

$(DEV): $(CORE)
	@$(INSTALL) --group dev
	@touch $@

$(MODELS): $(CORE)
	@echo "Installing $(TORCH) and sentence-transformers ..." >&2
	@$(PY) -m pip install --disable-pip-version-check "$(TORCH)"
	@$(INSTALL) --extra models
	@touch $@
