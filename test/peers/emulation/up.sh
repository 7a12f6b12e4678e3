#!/usr/bin/env bash
# Makes sure that the kernel runs programs for arm64, by QEMU's user mode emulation, in containers too.
#
# usage: up.sh
#
# Needs root, or sudo without a password, and Debian's qemu-user-static, which it installs. The registration is the
# kernel's, for the whole machine, until it restarts. On arm64 there is nothing to do.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

binfmt=/proc/sys/fs/binfmt_misc
rule=/usr/lib/binfmt.d/qemu-aarch64.conf
emulates() { [ "$(uname -m)" = aarch64 ] || grep -qs '^enabled' "$binfmt/qemu-aarch64"; }

# The rule has flag F: the kernel opens the emulator now, so containers needn't contain it.
register() {
  [ -e "$binfmt/register" ] || as_root mount -t binfmt_misc binfmt_misc "$binfmt" || die "can't mount $binfmt"
  emulates || as_root tee "$binfmt/register" <"$rule" >/dev/null
  emulates || die "$binfmt/qemu-aarch64 isn't there after registering $rule"
}

if emulates; then
  say 'programs for arm64 run'
else
  [ -e "$rule" ] || step 'installed qemu-user-static' apt_install qemu-user-static
  step 'registered the emulator for arm64' register
fi
