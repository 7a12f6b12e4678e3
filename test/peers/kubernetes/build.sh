#!/usr/bin/env bash
# Builds a Kubernetes from source, out of Go modules: its programs, cluster DNS, what enforces NetworkPolicies, the images
# of its own pods, and the custom resource definitions that crds.txt names.
#
# usage: build.sh
#
# Needs Go 1.24 or newer and a Go module proxy; no root. All is kept in
# ${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign} under a name that changes with what it is made
# of. Takes minutes the first time (BUILD_TIMEOUT seconds at most, 1800 if not set), and nothing from then on.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

part=$built.part
on_exit() { rm -rf "$part"; }

# The version is what the programs say of themselves; "providerless" leaves the clouds out.
compile() {
  local version=k8s.io/component-base/version minor=${kubernetes#1.}
  (
    cd "$here/binaries"
    CGO_ENABLED=0 GOFLAGS='' timeout "${BUILD_TIMEOUT:-1800}" nice go build -trimpath -buildvcs=false -tags providerless \
      -ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}" \
      -o "$part/bin/" ./... tool 2>&1 | grep -v '^go: downloading' >&2 || [ "${PIPESTATUS[0]}" = 0 ]
  ) || die 'Go fails; its last words are above'
}

# image NAME: of one program and nothing else, as `docker save` would write it
image() {
  local work
  work=$(mktemp -d -p "$part")
  tar --owner 0 --group 0 -C "$part/bin" -cf "$work/layer.tar" "$1"
  printf '{"architecture": "%s", "os": "linux", "config": {"Entrypoint": ["/%s"]}, "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}' \
    "$(go env GOARCH)" "$1" "$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)" >"$work/config.json"
  printf '[{"Config": "config.json", "RepoTags": ["tenant-presign.invalid/%s:1"], "Layers": ["layer.tar"]}]' "$1" \
    >"$work/manifest.json"
  tar -C "$work" -cf "$part/images/$1.tar" manifest.json config.json layer.tar
  rm -rf "$work" "${part:?}/bin/$1"
}
images() { image coredns && image pause; }

# Modules that nothing imports: go.sum doesn't know them, so that crds.txt has their checksums.
crds() {
  local module version checksum folder files found
  while read -r module version checksum folder files; do
    found=$(cd / && go mod download -json "$module@$version") || die "can't get $module@$version"
    [ "$(jq -r .Sum <<<"$found")" = "$checksum" ] || die "$module@$version is not what crds.txt says"
    (
      cd "$(jq -r .Dir <<<"$found")/$folder"
      # shellcheck disable=SC2086 # patterns
      for file in $files; do printf '%s\n' '---' && cat "$file"; done
    ) >>"$part/crds.yaml"
  done < <(grep -v '^#' "$here/crds.txt")
}

command -v go >/dev/null || die 'needs Go 1.24 or newer: https://go.dev/dl'
command -v jq >/dev/null || die 'needs jq: install.sh installs it'
mkdir -p "$cache"
exec 9>"$cache/kubernetes.lock"
flock 9
if [ -e "$built" ]; then say "it is built: $built" && exit; fi
mkdir -p "$part"/{bin,images}
step "compiled Kubernetes $kubernetes and its friends" compile
step 'made their images' images
step 'took custom resource definitions out of their modules' crds
find "$cache" -maxdepth 1 -name 'kubernetes-*' -type d ! -path "$part" -mtime +30 -exec rm -rf {} + # of older versions
mv "$part" "$built"
say "built: $built"
