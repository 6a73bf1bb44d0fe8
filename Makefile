# Everything one does with Warraq from a checkout. `make` alone prints this list.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
BIN := .venv/bin
STAMP := .venv/.installed
GATES = $(shell grep -l '^FLOORS' quality/*.py)
BENCHES = $(wildcard bench/*.py)
SOURCES := src tests bench quality docs
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --strip-extras \
	--override requirements/overrides.txt --no-emit-index-url --custom-compile-command "make lock"

# The folder of real data that gates and some tests use, where it lies beside the checkout.
ifndef WARRAQ_SHARED_DATA
ifneq ($(wildcard ../shared/data/.),)
export WARRAQ_SHARED_DATA := $(abspath ../shared/data)
endif
endif

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: install
install: $(STAMP) ## Python packages and Warraq itself into .venv (needs Python 3.11 or newer)

$(STAMP): requirements/dev.lock pyproject.toml tools/install
	@tools/install
	@touch $@

.PHONY: system
system: ## Chromium, an Arabic font, PostgreSQL, nginx, Caddy, Node, Java for the tests: installed as root, else named
	@tools/system

.PHONY: demo
demo: install ## the whole site on an invented press; no internet needed after the set-up
	@$(BIN)/warraq demo

.PHONY: run
run: install ## the whole site on the Moroccan press; asks for your contact once
	@$(BIN)/warraq run

.PHONY: test
test: install system ## all tests: what touches rows on PostgreSQL, then everything on SQLite
	@tools/test

.PHONY: check
check: install ## style, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy bench

.PHONY: quality
quality: install ## the floors of extraction, dates, language and search, on real data
	@if [ -z "$$WARRAQ_SHARED_DATA" ]; then echo "SKIPPED: WARRAQ_SHARED_DATA names no folder of real data: $(GATES)"; \
	else for gate in $(GATES); do echo "== $$gate"; $(BIN)/python $$gate || exit 1; done; fi

.PHONY: train
train: install ## the model of text blocks anew, from the real data (about ten minutes)
	@$(BIN)/python quality/train_blocks.py

.PHONY: train-sections
train-sections: install ## the model of sections anew, from the real data (about a minute)
	@$(BIN)/python quality/train_sections.py

.PHONY: places
places: install ## the Moroccan edition's table of places anew, from the public tables
	@$(BIN)/python quality/make_places.py

.PHONY: train-darija
train-darija: install ## the model of Darija anew, from the real data (some minutes)
	@$(BIN)/python quality/train_darija.py

.PHONY: bench
bench: install ## all measurements, each beside a peer (minutes each)
	@for bench in $(BENCHES); do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

.PHONY: lighthouse
lighthouse: install system ## Lighthouse on the demo's front page, an article and the search (some minutes)
	@$(BIN)/python quality/lighthouse.py

.PHONY: docs
docs: install ## the generated pages of docs/reference
	@$(BIN)/python docs/generate.py

.PHONY: screenshots
screenshots: install system ## the pictures of docs/images, taken of the demo in a real browser
	@$(BIN)/python docs/screenshots.py

.PHONY: lock
lock: install ## requirements/*.lock anew from requirements/*.in
	@$(COMPILE) requirements/dev.in -o requirements/dev.lock
	@$(COMPILE) -c requirements/dev.lock requirements/run.in -o requirements/run.lock

.PHONY: clean
clean: ## everything that was made here, except the data folder
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
	@rm -rf tests/browser/node_modules quality/lighthouse/node_modules
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
