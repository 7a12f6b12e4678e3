#!/usr/bin/env bash
# Builds vale, which checks words (docs/contributing/writing.md), into the cache, if it isn't there.
#
# usage: install.sh [--print]
#
#   --print   builds nothing; prints the path of the program
#
# Needs Go 1.26 or newer and a C compiler. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../go-program.sh"

# Later versions need a module that the Go proxy does not have.
go_program vale 3.22.0 github.com/vale-cli/vale/v3/cmd/vale --cgo "$@"
