#!/usr/bin/env bash
# Runs every check that a change has to pass: formatting, vet, staticcheck, and
# the tests of this module and of each module nested in it. Needs Go, what the Go
# proxy serves, and for the test of its hook pre-commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2

unformatted=$(gofmt -l .)
if [[ -n $unformatted ]]; then
	printf 'not formatted by gofmt:\n%s\n' "$unformatted" >&2
	exit 1
fi

if ! command -v pre-commit >/dev/null; then
	printf 'WARNING: pre-commit is not installed, so that its hook is NOT TESTED\n' >&2
fi

# Fixtures are analyzed with the network switched off, so that what they import
# has to be there before.
find . -path '*/testdata/*' -name go.mod -execdir go mod download \;

modules=$(find . -name go.mod -not -path '*/testdata/*' | sort | xargs -n 1 dirname)
for module in $modules; do
	(
		cd "$module"
		go mod download
		go vet ./...
		go run "$staticcheck" ./...
	)
done

# A module whose tests fail does not keep the others from being tested. No result
# is taken from go's cache, which does not see that the tests in e2e build and run
# the command.
status=0
for module in $modules; do
	(cd "$module" && go test -count=1 -timeout 20m ./...) || status=1
done
exit $status
