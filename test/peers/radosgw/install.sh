#!/usr/bin/env bash
# Installs Ceph's radosgw, ceph-mon and ceph-osd from Debian, and openssl, which makes the certificates that radosgw wants
# of an OIDC issuer; where they aren't there.
#
# usage: install.sh
#
# Needs root, or sudo without a password. Starts no service.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

missing=()
for program in radosgw ceph-mon ceph-osd openssl; do
  command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} = 0 ]; then
  say "radosgw is installed: $(radosgw --version | cut -d ' ' -f 3)"
else
  step "installed ${missing[*]}" apt_install "${missing[@]}"
fi
