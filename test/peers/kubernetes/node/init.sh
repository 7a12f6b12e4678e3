#!/usr/bin/env bash
# The node: first process in namespaces of its own (pid, net, mount), which up.sh makes. When it is killed, all that it
# started is gone too, with network interfaces, packet filters and mounts.
#
# usage: init.sh DIR NET FAMILY, as up.sh calls it
#
# Writes DIR/ready when the cluster is up.

# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/..
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../steps.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/config.sh"
readonly dir=$1 net=$2 family=$3
. "$here/addresses.sh"
[ $$ = 1 ] || die 'only up.sh starts this'
readonly etcd=http://127.0.0.1:2379
export PATH=$bin:$PATH

# start NAME COMMAND...
declare -A pids
start() {
  "${@:2}" >"$dir/log/$1.log" 2>&1 </dev/null &
  pids[$1]=$!
}

# wait_for NAME COMMAND...: until the command succeeds, for half a minute, as long as the program runs
wait_for() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    ! "${@:2}" >/dev/null 2>&1 || return 0
    running "${pids[$1]}" || break
    sleep 0.1
  done
  tail -n 5 "$dir/log/$1.log" >&2
  die "$1 doesn't get ready; its last words are above, the others in $dir/log"
}

kube() { kubectl --kubeconfig "$dir/kubeconfig" "$@"; }

# What programs of the node would leave on this machine, they leave in memory; and what kubelet would set for the whole
# machine, it sets in a file.
shield_machine() {
  local name value
  mkdir -p /var/lib/cni
  for name in /run /var/log /var/lib/cni; do mount -t tmpfs "${name##*/}" "$name"; done
  while read -r name value; do
    printf '%s\n' "$value" >"$dir/run/$(basename "$name")"
    mount --bind "$dir/run/$(basename "$name")" "/proc/sys/$name"
  done <<<'vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000'
}

start_network() {
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    ! ip link show eth0 >/dev/null 2>&1 || break
    sleep 0.05
  done
  ip link set lo up
  ip address add "$node_address4/30" dev eth0
  ip address add "$node_address6/126" dev eth0 nodad
  ip address add "$metadata_address" dev lo
  ip link set eth0 up
  ip route add default via "$machine_address4"
  ip route add default via "$machine_address6"
  sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  allow_neighbor_discovery
}

# kube-router's rules don't know neighbor discovery (RFC 4861). This is the mark that they give to what policies allow;
# without it pods can't find their gateway.
allow_neighbor_discovery() {
  local type
  for type in neighbour-solicitation neighbour-advertisement; do
    ip6tables -t mangle -A PREROUTING -p icmpv6 --icmpv6-type "$type" -j MARK --set-xmark 0x10000/0x10000
  done
}

start_control_plane() {
  start etcd etcd --data-dir "$dir/etcd" --unsafe-no-fsync --listen-client-urls $etcd --advertise-client-urls $etcd
  start kube-apiserver kube-apiserver --etcd-servers=$etcd --bind-address="$node_address" --secure-port=443 \
    --tls-cert-file="$dir/pki/apiserver.crt" --tls-private-key-file="$dir/pki/apiserver.key" \
    --kubelet-certificate-authority="$dir/pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$dir/pki/apiserver-client.crt" --kubelet-client-key="$dir/pki/apiserver-client.key" \
    --token-auth-file="$dir/pki/tokens.csv" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --service-account-issuer="$issuer" --service-account-jwks-uri="$issuer/keys" --api-audiences=https://kubernetes.default.svc \
    --service-account-key-file="$dir/pki/service-accounts.key" \
    --service-account-signing-key-file="$dir/pki/service-accounts.key" \
    --service-cluster-ip-range="$services" --allow-privileged=true
  wait_for kube-apiserver kube get --raw /readyz
  start kube-controller-manager kube-controller-manager --kubeconfig="$dir/run/kube-controller-manager.kubeconfig" \
    --root-ca-file="$dir/pki/ca.crt" --service-account-private-key-file="$dir/pki/service-accounts.key" \
    --use-service-account-credentials --leader-elect=false --secure-port=0
  start kube-scheduler kube-scheduler --kubeconfig="$dir/run/kube-scheduler.kubeconfig" --leader-elect=false --secure-port=0
}

start_containers() {
  local image
  containerd_config >"$dir/containerd/config.toml"
  cni_config >"$dir/cni/10-pods.conflist"
  start containerd containerd -c "$dir/containerd/config.toml"
  wait_for containerd ctr -a "$dir/containerd.sock" version
  for image in "$built"/images/*.tar; do ctr -a "$dir/containerd.sock" -n k8s.io images import "$image" >/dev/null; done
}

start_node() {
  : >"$dir/run/resolv.conf"
  kubelet_config >"$dir/kubelet/config.yaml"
  kube_proxy_config >"$dir/run/kube-proxy.yaml"
  start kubelet kubelet --config="$dir/kubelet/config.yaml" --kubeconfig="$dir/run/kubelet.kubeconfig" \
    --root-dir="$dir/kubelet/root" --hostname-override="$node_name" --node-ip="$node_address"
  start kube-proxy kube-proxy --config="$dir/run/kube-proxy.yaml"
  wait_for kubelet kube wait --for=condition=Ready "node/$node_name" --timeout=1s
}

start_network_policies() {
  kube apply -f "$here/node/rbac.yaml" >/dev/null
  start network-policies network-policies "$dir/run/network-policies.kubeconfig" "$node_name" "$services"
  start metadata node "$here/node/metadata.mjs" "$metadata_address"
  wait_for network-policies "$packet_filter" -w -nL KUBE-ROUTER-FORWARD
}

start_dns() {
  sed "s/CLUSTER_IP/$dns_service/" "$here/node/dns.yaml" | kube apply -f - >/dev/null
  kube -n kube-system rollout status deployment/coredns --timeout=60s >/dev/null
}

shield_machine
step 'started network' start_network
step 'started etcd and the control plane' start_control_plane
step 'started containerd' start_containers
step 'started kubelet and kube-proxy' start_node
step 'started what enforces NetworkPolicies' start_network_policies
step 'started DNS' start_dns
touch "$dir/ready"
while :; do sleep 3600 & wait; done
