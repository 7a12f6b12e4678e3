#!/usr/bin/env bash
# Starts a Kubernetes of one node in its own namespaces, with what EKS adds to it: the OIDC issuer, the webhook for IAM
# roles for service accounts, and the instance metadata service. It enforces NetworkPolicies.
#
# usage: up.sh [--dir DIR] [--watch PID] [--ipv6] [--plain] | --check
#
#   --dir DIR     folder of its state; down.sh deletes it             (default: /tmp/tenant-presign-kubernetes)
#   --watch PID   stop it and delete DIR when that process ends
#   --ipv6        pods and services have IPv6 addresses only
#   --plain       starts no issuer and webhook: eks.sh adds them
#   --check       only report what this machine lacks
#
# Needs root, or sudo without a password. Prints the lines of DIR/env: KUBECONFIG, KUBERNETES_BIN (with kubectl),
# KUBERNETES_DIR, KUBERNETES_ISSUER (DIR/eks/ca.crt is its CA certificate), KUBERNETES_OUTSIDE (this machine's address for
# pods, as URLs have it, outside of the cluster's own ranges). load-image.sh loads images, crds.sh adds custom resources,
# and down.sh stops it.
# Prints READY at once if it is up already. Any number of them can run, each in its own DIR.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$here/keys.sh"

arguments=("$@") dir=$default_dir watch='' family=ipv4 plain='' check=''
while [ $# -gt 0 ]; do
  case "$1" in
    --dir | --watch) [ $# -ge 2 ] || usage ;;&
    --dir) dir=$2 && shift ;;
    --watch) watch=$2 && shift ;;
    --ipv6) family=ipv6 ;;
    --plain) plain=yes ;;
    --check) check=yes ;;
    -h | --help) help && exit ;;
    *) usage ;;
  esac
  shift
done
dir=$(absolute "$dir")

# Finds a number that no other cluster of this machine has, by creating the pair of interfaces that is named for it.
make_cable() {
  for ((net = 89; net < 120; net++)); do
    if [ -z "$(ip route show root "10.$net.0.0/16")" ] && ip link add "tp-kube-$net" type veth peer name "tp-node-$net"; then
      return 0
    fi
  done 2>/dev/null
  die 'no range of addresses is free from 10.89.0.0/16 to 10.119.0.0/16'
}

# Moves the other interface into the node. The kernel removes the pair together with the node.
connect() {
  ip link set "tp-node-$net" name eth0 netns "$1"
  ip address add "$machine_address4/30" dev "$link"
  ip address add "$machine_address6/126" dev "$link" nodad
  ip address add "$outside_address4/24" dev "$link"
  ip address add "$outside_address6/64" dev "$link" nodad
  ip address add "$issuer_address/24" dev "$link"
  ip link set "$link" up
  ip route add "$pods" via "$node_address"
  ip route add "$services" via "$node_address"
}

start_node() {
  local tries init=''
  setsid unshare --net --mount --pid --fork --kill-child --mount-proc "$here/node/init.sh" "$dir" "$net" "$family" \
    >"$dir/log/init.log" 2>&1 </dev/null &
  pid=$!
  disown
  for ((tries = 0; tries < 100; tries++)); do
    init=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
    [ -z "$init" ] || break
    sleep 0.02
  done
  printf '%s\n' "$pid" "${init% }" >"$dir/node.pid"
  connect "${init% }"
}

start_eks() {
  local tries
  mkdir "$dir/eks"
  KUBECONFIG=$dir/kubeconfig setsid "$here/eks.sh" --dir "$dir/eks" --address "$issuer_address" \
    >"$dir/log/eks.log" 2>&1 </dev/null &
  echo $! >"$dir/eks.pid"
  disown
  for ((tries = 0; tries < 200; tries++)); do
    [ ! -e "$dir/eks/ready" ] || return 0
    running $! || break
    sleep 0.05
  done
  tail -n 5 "$dir/log/eks.log" >&2
  die "the issuer doesn't start; the end of its log is above"
}

answers() { kubectl --kubeconfig "$dir/kubeconfig" get --raw /readyz >/dev/null 2>&1; }

# Fails if something is missing, and says how to fix it.
require_all() {
  local program
  for program in etcd containerd runc iptables ipset conntrack unshare openssl /usr/lib/cni/ptp; do
    command -v "$program" >/dev/null || die "$program is not installed (test/peers/kubernetes/install.sh installs it)"
  done
  command -v node >/dev/null || die 'Node is not on PATH'
  [ -e "$built" ] || die 'Kubernetes is not built (test/peers/kubernetes/build.sh builds it)'
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || die 'it needs root, or sudo without a password'
}

export PATH=$PATH:/usr/sbin:/sbin:$bin
require_all
[ -z "$check" ] || exit 0
become_root "${arguments[@]}"

if [ -e "$dir/ready" ] && answers; then
  cat "$dir/env" && say 'READY, it was up already' && exit
fi
if [ -e "$dir" ]; then
  [ -e "$dir/.kubernetes-peer" ] || rmdir "$dir" 2>/dev/null || die "$dir holds something else: choose another --dir"
  "$here/down.sh" --dir "$dir"
fi

on_exit() { [ "$1" = 0 ] || "$here/down.sh" --dir "$dir"; }
mkdir -p "$dir"/{pki,etcd,containerd,cni,kubelet,log,run} && touch "$dir/.kubernetes-peer"
if [ -n "$watch" ]; then
  setsid "$here/down.sh" --dir "$dir" --when-gone "$watch" >"$dir/log/watch.log" 2>&1 </dev/null &
  echo $! >"$dir/watch.pid"
  disown
fi
make_cable
printf '%s\n' "$net" >"$dir/net"
. "$here/addresses.sh"
step 'made keys' make_keys
start_node
tail --follow --lines=+1 --sleep-interval=0.1 "$dir/log/init.log" >&2 &
tail=$!
while [ ! -e "$dir/ready" ] && running "$pid"; do sleep 0.1; done
sleep 0.1
{ kill "$tail" && wait "$tail"; } 2>/dev/null || :
[ -e "$dir/ready" ] || die 'the node stopped; the end of its log is above'
[ -n "$plain" ] || step 'started the OIDC issuer and the webhook' start_eks
if [ -n "${SUDO_UID:-}" ]; then chown "$SUDO_UID" "$dir/kubeconfig"; fi
cat >"$dir/env" <<ENV
KUBECONFIG=$dir/kubeconfig
KUBERNETES_BIN=$bin
KUBERNETES_DIR=$dir
KUBERNETES_ISSUER=$issuer
KUBERNETES_OUTSIDE=$(host "$outside_address")
ENV
cat "$dir/env"
say READY
