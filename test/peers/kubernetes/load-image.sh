#!/usr/bin/env bash
# Copies images of the Docker engine into the node of a Kubernetes that up.sh started.
#
# usage: load-image.sh [--dir DIR] IMAGE...
#
#   --dir DIR   as given to up.sh   (default: /tmp/tenant-presign-kubernetes)
#
# No registry has them: containers need imagePullPolicy IfNotPresent or Never, and a tag other than latest. Prints each as
# NAME:TAG@DIGEST, which containers may name too.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

arguments=("$@") dir=$default_dir
case "${1:-}" in
  -h | --help) help && exit ;;
  --dir)
    [ $# -ge 2 ] || usage
    dir=$2
    shift 2
    ;;
esac
[ $# -gt 0 ] || usage
dir=$(absolute "$dir")
become_root "${arguments[@]}"

images() { ctr -a "$dir/containerd.sock" -n k8s.io images "$@"; }
load() { docker save "$@" | images import - >/dev/null; }

# full_name IMAGE: as containerd has it (distribution/reference, "familiar names")
full_name() {
  case "$1" in
    *.*/* | *:*/* | localhost/*) printf %s "$1" ;;
    */*) printf 'docker.io/%s' "$1" ;;
    *) printf 'docker.io/library/%s' "$1" ;;
  esac
}

# A registry would have it by its digest too.
by_digest() {
  local name digest
  name=$(full_name "$1")
  digest=$(images list "name==$name" | awk 'NR == 2 { print $3 }')
  images tag --force "$name" "${name%:*}@$digest" >/dev/null
  printf '%s@%s\n' "$1" "$digest"
}

[ -S "$dir/containerd.sock" ] || die "no Kubernetes in $dir: up.sh starts it"
step "loaded $*" load "$@"
for image in "$@"; do by_digest "$image"; done
