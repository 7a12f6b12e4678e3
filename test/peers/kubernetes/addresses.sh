# shellcheck shell=bash disable=SC2034,SC2154
# Sourced where $net and $family are known: the number that tells the addresses of this cluster from those of others on
# this machine, and whether its pods and services have addresses of ipv4 or of ipv6. The node has one of ipv4 in any case,
# as on EKS.
#
#   10.$net.0.0/16    the cluster's own, as a VPC has them: node, this machine's end of the cable, pods, services
#   198.18.$net.0/24  this machine as what is outside of it: S3 and STS, the OIDC issuer (RFC 2544: for tests)
#
# The same of ipv6: fd00:10:$net::/48, and 2001:2:0:$net::/64 (RFC 5180: for tests). The issuer has ipv4 alone.
readonly node_name=node-1 link=tp-kube-$net
readonly node_address4=10.$net.0.1 machine_address4=10.$net.0.2 outside_address4=198.18.$net.2
readonly node_address6=fd00:10:$net::1 machine_address6=fd00:10:$net::2 outside_address6=2001:2:0:$net::2
readonly issuer_address=198.18.$net.3
readonly issuer=https://$issuer_address/id/CLUSTER

case "$family" in
  ipv4)
    readonly node_address=$node_address4 outside_address=$outside_address4 metadata_address=169.254.169.254 anywhere=0.0.0.0/0
    readonly packet_filter=iptables
    readonly pods=10.$net.1.0/24 services=10.$net.128.0/20 kubernetes_service=10.$net.128.1 dns_service=10.$net.128.10
    ;;
  ipv6)
    readonly node_address=$node_address6 outside_address=$outside_address6 metadata_address=fd00:ec2::254 anywhere=::/0
    readonly packet_filter=ip6tables
    readonly pods=fd00:10:$net:1::/64 services=fd00:10:$net:128::/112
    readonly kubernetes_service=fd00:10:$net:128::1 dns_service=fd00:10:$net:128::a
    ;;
esac

# host ADDRESS: as it stands in a URL
host() { case "$1" in *:*) printf '[%s]' "$1" ;; *) printf '%s' "$1" ;; esac }
