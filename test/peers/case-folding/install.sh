#!/usr/bin/env bash
# Installs ntfs-3g from Debian, if it isn't there: a file system that does not distinguish A from a, by FUSE.
#
# usage: install.sh
#
# Needs root, or sudo without a password. Mounts nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

if [ -x /usr/bin/lowntfs-3g ]; then
  say 'ntfs-3g is installed'
else
  step 'installed ntfs-3g' apt_install ntfs-3g
fi
