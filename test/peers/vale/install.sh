#!/usr/bin/env bash
# Builds vale, which checks words (docs/contributing/writing.md), into the cache, if it isn't there.
#
# usage: install.sh [--print]
#
#   --print   builds nothing; prints the path of the program
#
# Needs Go 1.26 or newer and a C compiler. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"

version=3.22.0 # later versions need a module that the Go proxy does not have
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/vale-$version

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$folder/vale" && exit ;;
  '') ;;
  *) usage ;;
esac

# Under another name first: a build that was interrupted leaves nothing that looks whole.
build() {
  local log
  log=$(mktemp)
  (cd / && CGO_ENABLED=1 GOBIN="$folder.building" nice go install -trimpath -ldflags '-s -w' \
    "github.com/vale-cli/vale/v3/cmd/vale@v$version") >"$log" 2>&1 || tail -n 5 "$log" >&2
  rm -f "$log"
  [ -x "$folder.building/vale" ] || die "can't build vale $version"
  mkdir -p "$folder"
  mv "$folder.building/vale" "$folder/vale"
  rm -rf "$folder.building"
}

if [ -x "$folder/vale" ]; then
  say "vale is there: $version"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build vale'
  step "built vale $version" build
fi
