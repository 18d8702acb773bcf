# The two commands: `make run` and `make test`. Both call setup first, which is done in a moment when nothing changed.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench clean

PYTHON_VENV := .venv/bin/python
PYTEST_FLAGS ?= -n 2 --dist worksteal
# Whatever the shell has set, tests and checks read the development settings and leave dripr.sqlite3 alone.
ON_SQLITE := env DRIPR_ENV_FILE=local-dev.env DATABASE_URL=sqlite:///.run/check.sqlite3
IN_PRODUCTION := env DRIPR_ENV_FILE=prod.env DATABASE_URL=sqlite:///.run/check.sqlite3 \
	SECRET_KEY=this-is-no-secret-it-only-lets-make-check-load-the-production-settings \
	ALLOWED_HOSTS=dripr.example SITE_URL=https://dripr.example EMAIL_SENDER_ADDRESS=home-report@mail.dripr.example

help: ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '%-12s %s\n' "$$name" "$$text"; done

setup: ## make .venv and install what dripr needs
	@dripr/local/setup.sh

run: setup ## run everything on this machine, with a demo, until Ctrl-C
	@exec $(PYTHON_VENV) -m dripr.local

test: ## run the tests on SQLite, then those that use the database on a private MariaDB
	@dripr/local/setup.sh --mariadb
	@result=0; \
	echo "The tests on SQLite:"; $(ON_SQLITE) $(PYTHON_VENV) -m pytest $(PYTEST_FLAGS) || result=1; \
	echo "The tests on MariaDB:"; $(ON_SQLITE) $(PYTHON_VENV) -m dripr.tests.mariadb -- \
		$(PYTHON_VENV) -m pytest $(PYTEST_FLAGS) -m database || result=1; \
	exit $$result

check: setup ## lint, format, types, migrations, and the production settings
	$(PYTHON_VENV) -m ruff check .
	$(PYTHON_VENV) -m ruff format --check .
	$(PYTHON_VENV) -m mypy .
	$(ON_SQLITE) $(PYTHON_VENV) manage.py makemigrations --check --dry-run
	$(IN_PRODUCTION) $(PYTHON_VENV) manage.py check --deploy --fail-level WARNING

bench: ## measure dripr against the least that could be done (BENCH_JSON=path also writes the table there)
	@dripr/local/setup.sh --mariadb
	@$(PYTHON_VENV) -m pip install --quiet --quiet --no-input --disable-pip-version-check -r dripr/benchmarks/requirements.txt
	@$(ON_SQLITE) $(PYTHON_VENV) -m dripr.benchmarks

clean: ## remove .venv, the demo's database and everything else that was made here
	rm -rf .venv .run .pytest_cache .mypy_cache .ruff_cache .hypothesis staticfiles dripr.sqlite3 dripr.sqlite3-shm dripr.sqlite3-wal
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
