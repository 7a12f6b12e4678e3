#!/usr/bin/env bash
# Builds actionlint, which checks .github/workflows, into the cache, if it isn't there.
#
# usage: install.sh [--print]
#
#   --print   builds nothing; prints the path of the program
#
# Needs Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"

version=1.7.12
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/actionlint-$version

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$folder/actionlint" && exit ;;
  '') ;;
  *) usage ;;
esac

# Under another name first: a build that was interrupted leaves nothing that looks whole.
build() {
  (cd / && CGO_ENABLED=0 GOBIN="$folder.building" nice go install -trimpath -ldflags '-s -w' \
    "github.com/rhysd/actionlint/cmd/actionlint@v$version") 2>&1 | grep -v '^go: downloading' >&2 || true
  [ -x "$folder.building/actionlint" ] || die "can't build actionlint $version"
  mkdir -p "$folder"
  mv "$folder.building/actionlint" "$folder/actionlint"
  rm -rf "$folder.building"
}

if [ -x "$folder/actionlint" ]; then
  say "actionlint is there: $version"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build actionlint'
  step "built actionlint $version" build
fi
