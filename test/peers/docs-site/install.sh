#!/usr/bin/env bash
# Puts the packages of the documentation's site into docs/node_modules, by way of the cache, where they are not there yet.
#
# usage: install.sh
#
# Needs Node 20 with npm. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
docs=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../docs" && pwd)

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
version=$(digest <"$docs/package-lock.json" | cut -c 1-12)
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/docs-site-$version

case "${1:-}" in
  -h | --help) help && exit ;;
  '') ;;
  *) usage ;;
esac

# Under another name first: an installation that was interrupted leaves nothing that looks whole.
install() {
  rm -rf "$folder.installing"
  mkdir -p "$folder.installing"
  cp "$docs/package.json" "$docs/package-lock.json" "$folder.installing/"
  (cd "$folder.installing" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
  mv "$folder.installing" "$folder"
}

# Hard links where the cache is on the same file system: there is nothing to copy then.
place() {
  rm -rf "$docs/node_modules"
  cp -al "$folder/node_modules" "$docs/node_modules" 2>/dev/null || {
    rm -rf "$docs/node_modules"
    cp -R "$folder/node_modules" "$docs/node_modules"
  }
  printf '%s\n' "$version" >"$docs/node_modules/.from-lock"
}

[ -e "$folder" ] || step 'installed the packages of the site' install
if [ "$(cat "$docs/node_modules/.from-lock" 2>/dev/null)" = "$version" ]; then
  say 'the packages of the site are there'
else
  step 'placed the packages of the site' place
fi
