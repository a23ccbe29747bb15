# Set-up happens by itself: each target depends on a stamp file that is older than what it was made from only when that changed.
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PYTHON ?= python3
RUN_STAMP := $(VENV)/.run
DEV_STAMP := $(VENV)/.dev
BROWSER_STAMP := $(VENV)/.browser
AUDIT := $(subst $(VENV),$(VENV)/audit,$(BIN))
AUDIT_STAMP := $(VENV)/.audit
LOCALE := dateline/locale
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check words fmt bench load audit lock clean

help: ## List what make can do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(RUN_STAMP) ## Set up what is needed and open the dashboard
	@$(BIN)/python -m streamlit run dashboard.py

test: $(DEV_STAMP) $(BROWSER_STAMP) ## Set up what is needed; lint, types, imports, all tests, the record
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/browser
	$(BIN)/python -m pytest -n 3 --dist loadfile tests/browser
	$(BIN)/python -m dateline check

check: $(RUN_STAMP) ## Check the record and print every problem with its line
	@$(BIN)/python -m dateline check

words: $(RUN_STAMP) ## Bring the catalogues of words up to date with the code
	$(BIN)/pybabel --quiet extract --mapping-file=babel.cfg --keywords="_ N_ counted:2,3 ngettext:1,2 pgettext:1c,2" --no-default-keywords \
		--add-location=file --sort-by-file --no-wrap --omit-header --output-file=$(LOCALE)/dateline.pot .
	$(BIN)/pybabel --quiet update --domain=dateline --input-file=$(LOCALE)/dateline.pot --output-dir=$(LOCALE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

fmt: $(DEV_STAMP) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV_STAMP) $(BROWSER_STAMP) ## Measure speed and memory, as ratios
	$(BIN)/python -m bench

audit: $(AUDIT_STAMP) ## Ask for known holes in the packages of requirements.lock; needs the internet
	@$(AUDIT)/python tests/audit.py requirements.lock

lock: $(AUDIT_STAMP) ## Make requirements.lock anew from requirements.txt, with hashes
	@sed -n '1,2p' requirements.lock > requirements.lock.new
	@$(AUDIT)/uv pip compile requirements.txt --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade >> requirements.lock.new
	@mv requirements.lock.new requirements.lock

load: $(DEV_STAMP) ## Let 50 readers change filters for 20 seconds, on this machine only; ARGS="--help" tells what else it can do
	$(BIN)/python -m bench.many $(ARGS)

clean: ## Remove what set-up and tests made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(VENV)/pyvenv.cfg
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt | $(VENV)/pyvenv.cfg
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

$(BROWSER_STAMP): $(DEV_STAMP) tests/browser/install.py
	$(BIN)/python tests/browser/install.py
	@touch $@

# In an environment of its own: what looks at packages is none of them.
$(AUDIT_STAMP): | $(VENV)/pyvenv.cfg
	@$(BIN)/python -m venv $(VENV)/audit
	@$(AUDIT)/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.10,<3" "uv>=0.9,<1"
	@touch $@
