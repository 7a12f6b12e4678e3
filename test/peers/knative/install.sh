#!/usr/bin/env bash
# Builds knative-validate, Knative Serving's own admission rules as a program, into the cache, if it isn't there.
#
# usage: install.sh
#
# Needs Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=$(cd "$here" && cat go.mod go.sum fields.go main.go | sha256sum | cut -c 1-12)
program=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/knative-validate-$source

build() {
  mkdir -p "$(dirname "$program")"
  # Under another name first: a build that was interrupted leaves nothing that looks whole.
  (cd "$here" && CGO_ENABLED=0 go build -mod=readonly -ldflags '-s -w' -o "$program.building" .) 2>&1 | tail -n 5 >&2
  mv "$program.building" "$program"
}

if [ -x "$program" ]; then
  say "knative-validate is there"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build knative-validate'
  step 'built knative-validate' build
fi
