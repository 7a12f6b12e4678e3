#!/usr/bin/env bash
# Takes Prometheus and promtool out of Debian's package into the cache, if they aren't there. Installs and starts nothing.
#
# usage: install.sh
#
# The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/prometheus

download() { apt-get download prometheus 2>/dev/null || { as_root apt-get update >/dev/null && apt-get download prometheus; }; }

unpack() {
  local part
  part=$(mktemp -d)
  (cd "$part" && download >/dev/null && dpkg-deb -x prometheus_*.deb .) || die "can't get Debian's package prometheus"
  mkdir -p "$folder"
  # promtool last: where it is, all is.
  mv "$part/usr/bin/prometheus" "$part/usr/bin/promtool" "$folder/"
  rm -rf "$part"
}

if [ -x "$folder/promtool" ]; then
  say "Prometheus is there: $("$folder/promtool" --version | awk '/^promtool/ { print $3 }')"
else
  command -v dpkg-deb >/dev/null || die 'needs dpkg-deb and apt-get, for the Debian package prometheus'
  step 'took Prometheus out of its package' unpack
fi
