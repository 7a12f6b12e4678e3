#!/usr/bin/env bash
# Builds kustomize from its Go module into the cache, if it isn't there; tenant:check finds it there.
#
# usage: install.sh
#
# Needs Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

version=5.8.2 # the newest that Go 1.26 builds
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/kustomize-$version

build() {
  local log
  log=$(mktemp)
  # Under another name first: a build that was interrupted leaves nothing that looks whole.
  if GOBIN="$folder.building" CGO_ENABLED=0 go install "sigs.k8s.io/kustomize/kustomize/v5@v$version" >"$log" 2>&1; then
    mkdir -p "$folder"
    mv "$folder.building/kustomize" "$folder/kustomize"
    rmdir "$folder.building"
    rm -f "$log"
  else
    tail -n 5 "$log" >&2
    rm -f "$log"
    die "can't build kustomize $version"
  fi
}

if [ -x "$folder/kustomize" ]; then
  say "kustomize is there: $("$folder/kustomize" version)"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build kustomize; or install kubectl or kustomize by hand'
  step "built kustomize $version" build
fi
