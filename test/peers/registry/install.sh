#!/usr/bin/env bash
# Builds a container registry, which releases are rehearsed against, into the cache, if it isn't there.
#
# usage: install.sh [--print]
#
#   --print   builds nothing; prints the path of the program
#
# Needs Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../go-program.sh"

go_program registry 3.0.0 github.com/distribution/distribution/v3/cmd/registry "$@"
