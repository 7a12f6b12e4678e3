# shellcheck shell=bash disable=SC2034
# Sourced by the scripts of this folder, after steps.sh: versions, and where things are.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

readonly kubernetes=1.34.4
readonly default_dir=/tmp/tenant-presign-kubernetes

# What build.sh makes is kept under a name that changes with everything that it is made of.
cache=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}
made_of() { grep -hv '^ *#' "$here"/build.sh "$here"/crds.txt "$here"/binaries/go.{mod,sum} "$here"/binaries/*/main.go; }
built=$cache/kubernetes-$kubernetes-$(made_of | sha256sum | cut -c 1-12)
bin=$built/bin

# absolute PATH
absolute() { case "$1" in /*) printf '%s' "$1" ;; *) printf '%s' "$PWD/$1" ;; esac }

# become_root ARGUMENT...: starts the script anew, with what it needs of the caller's environment
become_root() {
  [ "$(id -u)" != 0 ] || return 0
  exec sudo -n TENANT_PRESIGN_CACHE="$cache" PATH="$PATH" "$0" "$@"
}
