# make        set up once, then build every source that changed
# make help   every target; JOBS=4, SPLIT=chapter and WRAP=0 are options of `reissue build`

PYTHON  ?= python3
VENV    := .venv
REISSUE := $(VENV)/bin/reissue
BUILD    = $(REISSUE) build sources --out output $(if $(JOBS),--jobs $(JOBS)) $(if $(SPLIT),--split $(SPLIT)) \
           $(if $(WRAP),--wrap $(WRAP))
LOCK    := requirements.lock
DEVLOCK := requirements-dev.lock
ARGS    ?= -n auto

.PHONY: all setup test html epub pdf text json tei check checkers lint clean distclean help

all: $(VENV)/.ready  ## build everything in sources/ that is stale (the default)
	@$(BUILD)

setup: $(VENV)/.ready  ## make .venv and install what reissue needs

test: $(VENV)/.ready-dev  ## run all tests
	@$(VENV)/bin/pytest $(ARGS)

html epub pdf text json tei: $(VENV)/.ready  ## build this format only
	@$(BUILD) --to $@

check: all  ## check the outputs with every checker that is installed
	@$(REISSUE) check output

checkers:  ## install the conformance checkers into .checkers/
	@.ci/checkers

lint: $(VENV)/.ready-dev  ## check style and types
	@$(VENV)/bin/ruff check && $(VENV)/bin/ruff format --check && $(VENV)/bin/mypy

clean:  ## delete what was built
	@rm -rf output/* output/.[!.]*.new-* output/.reissue && touch output/.gitkeep && echo "output/ is empty"

distclean: clean  ## delete also .venv, the checkers and caches
	@rm -rf $(VENV) .checkers *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

help:  ## show this list
	@sed -n 's/^\([a-z ]*\):.*##  *\(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-27s %s\n", $$1, $$2 }'

$(VENV)/.ready: $(LOCK) pyproject.toml
	@PYTHON=$(PYTHON) .ci/setup $(LOCK) && touch $@

$(VENV)/.ready-dev: $(VENV)/.ready $(DEVLOCK)
	@PYTHON=$(PYTHON) .ci/setup $(DEVLOCK) && touch $@
