#!/usr/bin/env bash
# Copies images of the Docker engine into the node of a Kubernetes that up.sh started.
#
# usage: load-image.sh [--dir DIR] IMAGE...
#
#   --dir DIR   as given to up.sh   (default: /tmp/tenant-presign-kubernetes)
#
# No registry has them: containers need imagePullPolicy IfNotPresent or Never, and a tag other than latest.

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

load() { docker save "$@" | ctr -a "$dir/containerd.sock" -n k8s.io images import - >/dev/null; }
[ -S "$dir/containerd.sock" ] || die "no Kubernetes in $dir: up.sh starts it"
step "loaded $*" load "$@"
