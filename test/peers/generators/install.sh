#!/usr/bin/env bash
# Puts generators of clients into the cache, where they are not there yet: hey-api and orval from npm, oapi-codegen from
# the Go proxy.
#
# usage: install.sh [--print]
#
#   --print   installs nothing; prints the folder: node_modules, oapi-codegen, and the Go module that compiles its client
#
# Needs Node 22 with npm, and Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache
# folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
inputs=("$here/package-lock.json" "$here/go.mod" "$here/go.sum" "${BASH_SOURCE[0]}")
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/generators-$(cat "${inputs[@]}" | digest | cut -c 1-12)

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$folder" && exit ;;
  '') ;;
  *) usage ;;
esac

npm_packages() {
  cp "$here/package.json" "$here/package-lock.json" "$folder.installing/"
  (cd "$folder.installing" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
}

oapi_codegen() {
  cp "$here/go.mod" "$here/go.sum" "$folder.installing/"
  (cd / && CGO_ENABLED=0 GOBIN="$folder.installing" nice go install -trimpath -ldflags '-s -w' \
    github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2) 2>&1 | grep -v '^go: downloading' >&2 || true
  [ -x "$folder.installing/oapi-codegen" ] || die "can't build oapi-codegen"
  (cd "$folder.installing" && go mod download) >&2
}

# Under another name first: an installation that was interrupted leaves nothing that looks whole.
if [ -e "$folder" ]; then
  say "the generators are there"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build oapi-codegen'
  rm -rf "$folder.installing"
  mkdir -p "$folder.installing"
  step 'installed hey-api and orval' npm_packages
  step 'built oapi-codegen' oapi_codegen
  mv "$folder.installing" "$folder"
fi
