#!/usr/bin/env bash
# Installs what evaluates and checks the Terraform modules into the cache, if it isn't there yet: OpenTofu, built from
# its Go module; the offline AWS provider as a mirror (../aws-schema-provider); checkov in its own environment.
#
# usage: install.sh [--print]
#
#   --print   installs nothing; prints the paths of what would be used
#
# Needs Go 1.25 or newer and Python 3.9 or newer. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's
# cache folder. With TOFU=terraform TERRAFORM_PROVIDER=registry, the tests use another program and the real provider, and
# this script builds neither.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

tofu_version=1.10.6
checkov_version=3.3.8
cache=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}
# The mirror's name contains the digest of its source, so that a changed source is built again.
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
source_digest=$(cd "$here/../aws-schema-provider" && cat ./*.go go.mod go.sum schema.json install.sh | digest | cut -c 1-12)
tofu=$cache/opentofu-$tofu_version
mirror=$cache/aws-schema-provider-$source_digest
checkov=$cache/checkov-$checkov_version

case "${1:-}" in
  -h | --help) help && exit ;;
  --print) printf '%s\n' "$tofu/tofu" "$mirror/tofu.rc" "$checkov/bin/checkov" && exit ;;
  '') ;;
  *) usage ;;
esac

# quietly WORDS COMMAND...: prints the end of the command's output only if it fails
quietly() {
  local log
  log=$(mktemp)
  if ! "${@:2}" >"$log" 2>&1 </dev/null; then
    tail -n 8 "$log" >&2
    rm -f "$log"
    die "can't $1"
  fi
  rm -f "$log"
}

# Each is built under another name first, so that an interrupted build doesn't look complete.
build_tofu() {
  local folder
  folder=$(cd / && go mod download -json "github.com/opentofu/opentofu@v$tofu_version" |
    sed -n 's/^[[:space:]]*"Dir": "\(.*\)",\{0,1\}$/\1/p')
  [ -n "$folder" ] || die "can't download OpenTofu $tofu_version from the Go proxy"
  mkdir -p "$tofu.building"
  cd "$folder"
  CGO_ENABLED=0 nice go build -trimpath -ldflags '-s -w' -o "$tofu.building/tofu" ./cmd/tofu
}

build_mirror() {
  rm -rf "$mirror.building"
  # The mirror's own configuration names the folder that it ends up in.
  nice "$here/../aws-schema-provider/install.sh" "$mirror.building" || return
  sed -i.bak "s|$mirror.building|$mirror|" "$mirror.building/tofu.rc"
  rm -f "$mirror.building/tofu.rc.bak"
}

install_checkov() {
  rm -rf "$checkov"
  python3 -m venv "$checkov"
  "$checkov/bin/pip" install --quiet --disable-pip-version-check "checkov==$checkov_version"
  "$checkov/bin/checkov" --version >"$checkov/installed"
}

mkdir -p "$cache"
if [ -n "${TOFU:-}" ]; then
  say "the tests will use $TOFU"
elif [ -x "$tofu/tofu" ]; then
  say "OpenTofu is there: $tofu_version"
else
  command -v go >/dev/null || die 'needs Go 1.25 or newer to build OpenTofu; or install tofu or terraform and set TOFU'
  step "built OpenTofu $tofu_version" quietly "build OpenTofu $tofu_version" build_tofu
  mv "$tofu.building" "$tofu"
fi
if [ "${TERRAFORM_PROVIDER:-}" = registry ]; then
  say 'the tests will use the provider of the registry'
elif [ -e "$mirror/tofu.rc" ]; then
  say 'the offline AWS provider is there'
else
  command -v go >/dev/null || die 'needs Go 1.25 or newer to build the offline AWS provider'
  step 'built the offline AWS provider' quietly 'build the offline AWS provider' build_mirror
  mv "$mirror.building" "$mirror"
fi
if [ -e "$checkov/installed" ]; then
  say "checkov is there: $checkov_version"
else
  command -v python3 >/dev/null || die 'needs Python 3.9 or newer for checkov'
  step "installed checkov $checkov_version" quietly "install checkov $checkov_version" install_checkov
fi
