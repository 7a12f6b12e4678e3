#!/usr/bin/env bash
# Installs what a node needs besides Kubernetes from Debian, if it isn't there: etcd, containerd, runc and some tools.
#
# usage: install.sh
#
# Needs root, or sudo without a password. build.sh makes the rest.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
case "${1:-}" in -h | --help) help && exit ;; '') ;; *) usage ;; esac

packages=(
  etcd:etcd-server containerd:containerd runc:runc /usr/lib/cni/ptp:containernetworking-plugins
  iptables:iptables ipset:ipset conntrack:conntrack ip:iproute2 unshare:util-linux openssl:openssl jq:jq
)
missing=()
for package in "${packages[@]}"; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${package%%:*}" >/dev/null || missing+=("${package#*:}")
done
if [ ${#missing[@]} = 0 ]; then
  say 'what a node needs is installed'
else
  step "installed ${missing[*]}" apt_install "${missing[@]}"
fi
