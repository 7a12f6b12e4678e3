#!/usr/bin/env bash
# Makes a Python environment in the cache, if it isn't there yet. It has openapi-python-client and mypy, which generate and
# check the Python client, and schemathesis, which calls the API with valid and invalid requests from its document.
#
# usage: install.sh [--print]
#
#   --print   installs nothing; prints the folder of the environment's programs
#
# Needs Python 3.11 or newer, and PyPI. All packages are pinned by hash. The cache is $TENANT_PRESIGN_CACHE, or
# tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
cache=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}
environment=$cache/python-$(digest <"$here/requirements.txt" | cut -c 1-12)

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$environment/bin" && exit ;;
  '') ;;
  *) usage ;;
esac

install() {
  rm -rf "$environment"
  python3 -m venv "$environment"
  local log
  log=$(mktemp)
  if ! "$environment/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
    -r "$here/requirements.txt" >"$log" 2>&1; then
    tail -n 8 "$log" >&2
    rm -f "$log"
    die "can't install the packages of requirements.txt"
  fi
  rm -f "$log"
  # This file is written last: without it, the installation was interrupted.
  touch "$environment/bin/installed"
}

if [ -e "$environment/bin/installed" ]; then
  say "the Python environment is there"
else
  command -v python3 >/dev/null || die 'needs Python 3.11 or newer'
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die 'needs Python 3.11 or newer'
  mkdir -p "$cache"
  step 'made the Python environment' install
fi
