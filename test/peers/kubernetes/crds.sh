#!/usr/bin/env bash
# Puts the custom resource definitions of Gateway API, KEDA, Knative Serving, the Prometheus operator, Cilium,
# the AWS Load Balancer Controller and External Secrets into a cluster.
#
# usage: crds.sh [--context NAME]
#
#   --context NAME   of the kubeconfig in use; without it KUBECONFIG must name a file with one cluster, as up.sh prints it

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

context=()
case "${1:-}" in
  -h | --help) help && exit ;;
  --context)
    [ $# = 2 ] || usage
    context=(--context "$2")
    ;;
  '') [ -n "${KUBECONFIG:-}" ] || usage ;;
  *) usage ;;
esac
[ -e "$built" ] || die 'Kubernetes is not built: test/peers/kubernetes/build.sh builds it'

apply() {
  "$bin/kubectl" "${context[@]}" apply --server-side --force-conflicts -f "$built/crds.yaml" >/dev/null
  "$bin/kubectl" "${context[@]}" wait --for=condition=Established --timeout=30s -f "$built/crds.yaml" >/dev/null
}
step 'put custom resource definitions into the cluster' apply
