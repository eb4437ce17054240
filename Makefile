# The project's tasks. `make test` is what a change has to pass.

CARGO ?= cargo
# Seconds for each fuzz target.
TIME ?= 60

.PHONY: all test deps fmt clippy unit doc generated deny bench fuzz demo

all:
	$(CARGO) build --release

demo:
	$(CARGO) run --release -- demo

test: deps fmt clippy deny generated doc unit

deps:
	.ci/install

fmt:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

# The program first: the end-to-end tests start it. The counts come last.
unit:
	$(CARGO) build --locked -p moongate
	if $(CARGO) nextest --version >/dev/null 2>&1; then \
	    $(CARGO) nextest run --workspace --locked --config-file .ci/nextest.toml; \
	else \
	    $(CARGO) test --workspace --locked --lib --bins --tests --no-fail-fast; \
	fi

doc:
	$(CARGO) test --workspace --locked --doc --quiet

# Generated pages have to be those that the code generates.
generated:
	$(CARGO) run --quiet --locked -p xtask -- check

# cargo-deny takes minutes to compile, so it is used where it is installed.
deny:
	if $(CARGO) deny --version >/dev/null 2>&1; then $(CARGO) deny check; else echo "cargo-deny isn't installed: skipped"; fi

bench:
	.ci/install bench
	$(CARGO) build --release --locked -p moongate
	bench/run

fuzz:
	fuzz/run $(TIME)
