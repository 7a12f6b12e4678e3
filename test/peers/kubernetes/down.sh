#!/usr/bin/env bash
# Stops the Kubernetes that up.sh started in a folder, with all of its pods, and deletes the folder.
#
# usage: down.sh [--dir DIR] [--when-gone PID]
#
#   --dir DIR         as given to up.sh                           (default: /tmp/tenant-presign-kubernetes)
#   --when-gone PID   wait until that process has ended, then stop it
#
# Stops only processes whose pid up.sh recorded and whose command line names the folder.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

arguments=("$@") dir=$default_dir when_gone=''
while [ $# -gt 0 ]; do
  [[ $# -ge 2 || $1 = -h || $1 = --help ]] || usage
  case "$1" in
    --dir) dir=$2 ;;
    --when-gone) when_gone=$2 ;;
    -h | --help) help && exit ;;
    *) usage ;;
  esac
  shift 2
done
dir=$(absolute "$dir")
become_root "${arguments[@]}"

# kill_ours PID: kills a process if its command line names the folder
kill_ours() {
  local tries
  [ -n "$1" ] && [ "$1" != $$ ] || return 0
  [[ " $(tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline") " = *" $dir"[\ /]* ]] || return 0
  kill -KILL -- "-$1" "$1" 2>/dev/null || true # with its child processes
  for ((tries = 0; tries < 200; tries++)); do
    running "$1" || return 0
    sleep 0.05
  done
  die "process $1 doesn't end"
}

# Removes the cgroups of containers that were killed before they could be removed.
remove_cgroups() {
  local task
  for task in "$dir"/containerd/state/io.containerd.runtime.v2.task/k8s.io/*; do
    find /sys/fs/cgroup -depth -type d -path "*/k8s.io/${task##*/}*" -exec rmdir {} + 2>/dev/null || true
  done
}

# The kernel kills all processes in the node's namespaces with the first one, and removes the namespaces with the last one.
end_all() {
  local unshare='' init='' net name tries
  for name in watch eks; do kill_ours "$(cat "$dir/$name.pid" 2>/dev/null || true)"; done
  { read -r unshare && read -r init; } <"$dir/node.pid" 2>/dev/null || true
  kill_ours "$init"
  kill_ours "$unshare"
  net=$(cat "$dir/net" 2>/dev/null || true)
  [ -z "$net" ] || ip link delete "tp-kube-$net" 2>/dev/null || true
  remove_cgroups
  for ((tries = 0; tries < 50; tries++)); do
    ! rm -rf --one-file-system "$dir" 2>/dev/null || return 0
    sleep 0.1
  done
  rm -rf --one-file-system "$dir"
}

if [ -n "$when_gone" ]; then
  while running "$when_gone"; do sleep 0.5; done
fi
[ -e "$dir" ] || { say "nothing in $dir" && exit; }
[ -e "$dir/.kubernetes-peer" ] || die "$dir was not made by up.sh, so it is not deleted"
step "stopped Kubernetes, deleted $dir" end_all
