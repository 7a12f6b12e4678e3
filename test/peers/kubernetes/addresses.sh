# shellcheck shell=bash disable=SC2034,SC2154
# Sourced where $net is known: the number that tells the addresses of this cluster from those of others on this machine.
#
#   10.$net.0.0/16    the cluster's own, as a VPC has them: node, this machine's end of the cable, pods, services
#   198.18.$net.0/24  this machine as what is outside of it: S3 and STS, the OIDC issuer (RFC 2544: for tests)
readonly node_name=node-1 link=tp-kube-$net
readonly node_address=10.$net.0.1 machine_address=10.$net.0.2
readonly pods=10.$net.1.0/24 services=10.$net.128.0/20
readonly kubernetes_service=10.$net.128.1 dns_service=10.$net.128.10
readonly outside_address=198.18.$net.2 issuer_address=198.18.$net.3
readonly issuer=https://$issuer_address/id/CLUSTER
