#!/usr/bin/env bash
# Builds Docker Compose into the cache, if it isn't there. It runs without Docker's command: `docker-compose up`.
#
# usage: install.sh [--print]
#
#   --print   builds nothing; prints the path of the program
#
# Needs Go 1.26 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../steps.sh"

version=$(awk '$1 == "github.com/docker/compose/v2" { print substr($2, 2) }' "$here/go.mod")
folder=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/compose-$version

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$folder/docker-compose" && exit ;;
  '') ;;
  *) usage ;;
esac

# `go install` refuses it, because its go.mod excludes versions. Under another name first: a build that was interrupted
# leaves nothing that looks whole.
build() {
  local log
  log=$(mktemp)
  (cd "$here" && CGO_ENABLED=0 nice go build -trimpath -o "$folder.building/docker-compose" \
    -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=v$version" \
    github.com/docker/compose/v2/cmd) >"$log" 2>&1 || tail -n 5 "$log" >&2
  rm -f "$log"
  [ -x "$folder.building/docker-compose" ] || die "can't build Docker Compose $version"
  mv "$folder.building" "$folder"
}

if [ -x "$folder/docker-compose" ]; then
  say "Docker Compose is there: $version"
else
  command -v go >/dev/null || die 'needs Go 1.26 or newer to build Docker Compose'
  step "built Docker Compose $version" build
fi
