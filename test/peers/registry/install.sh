#!/usr/bin/env bash
# Builds a container registry, which releases are rehearsed against, into the cache, if it isn't there.
#
# usage: install.sh [--print]
#
#   --print   builds nothing; prints the path of the program
#
# Needs Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"

version=3.0.0
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/registry-$version

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$folder/registry" && exit ;;
  '') ;;
  *) usage ;;
esac

# Under another name first: a build that was interrupted leaves nothing that looks whole.
build() {
  (cd / && CGO_ENABLED=0 GOBIN="$folder.building" nice go install -trimpath -ldflags '-s -w' \
    "github.com/distribution/distribution/v3/cmd/registry@v$version") 2>&1 | grep -v '^go: downloading' >&2 || true
  [ -x "$folder.building/registry" ] || die "can't build the registry $version"
  mkdir -p "$folder"
  mv "$folder.building/registry" "$folder/registry"
  rm -rf "$folder.building"
}

if [ -x "$folder/registry" ]; then
  say "the registry is there: $version"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build the registry'
  step "built the registry $version" build
fi
