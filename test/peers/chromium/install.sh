#!/usr/bin/env bash
# Installs Chromium from Debian, if it isn't there.
#
# usage: install.sh
#
# Needs root, or sudo without a password. Starts nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

if [ -x /usr/bin/chromium ]; then
  say "Chromium is installed: $(/usr/bin/chromium --version 2>/dev/null | cut -d ' ' -f 2)"
else
  step 'installed chromium' apt_install chromium
fi
