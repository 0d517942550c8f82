# `make run` and `make test` set up what they need by themselves, and only what has changed since the last time.
.DEFAULT_GOAL := run
# Tests share the work of this many processes (`logical`: one for each processor); 0 runs them in one, for a debugger.
WORKERS := logical
.PHONY: run test check fmt bench
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

# The newest Python that will do; looked for only when the environment has to be made.
PYTHON = $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$name && break; done)

run: .venv/run.stamp
	@$(BIN)/sasar run

test: .venv/dev.stamp
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal $(ARGS)

check: .venv/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: .venv/dev.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/dev.stamp
	@$(BIN)/python -m bot.bench $(ARGS)

.venv/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "Sasar needs Python 3.11, 3.12 or 3.13, and none was found here."; \
		echo "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13), then try again."; \
		exit 1; }
	@$(PYTHON) -m venv .venv

# Every package comes with its hash. The project itself needs no build tool: a line in a .pth file is what an
# editable install comes down to, and a build tool would have to be fetched without a hash.
.venv/%.stamp: requirements/%.lock | .venv/bin/python
	@echo "Installing what $< lists ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/sasar.pth"
	@printf '#!%s\nfrom bot.cli import main\n\nraise SystemExit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/sasar
	@chmod +x $(BIN)/sasar
	@touch $@
