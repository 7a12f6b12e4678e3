#!/usr/bin/env bash
# Adds to a cluster what EKS has: the OIDC issuer at the URL in its service accounts' tokens, and the webhook for IAM roles
# for service accounts. Both are served from this machine, by one process that goes on until it is ended.
#
# usage: eks.sh --dir DIR --address ADDRESS[:PORT] [--context NAME] [--watch PID]
#
#   --dir DIR                  for keys; DIR/ready is there once all answers, DIR/ca.crt is who vouches for the issuer
#   --address ADDRESS[:PORT]   of this machine, as pods and the API server reach it
#   --context NAME             of the kubeconfig in use
#   --watch PID                end when that process is gone
#
# The cluster's API server must say --service-account-issuer=https://ADDRESS[:PORT]/id/CLUSTER, and the same with /keys for
# --service-account-jwks-uri. Ports below 1024 need root.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/keys.sh"

dir='' address='' watch='' context=()
while [ $# -gt 0 ]; do
  [[ $# -ge 2 || $1 = -h || $1 = --help ]] || usage
  case "$1" in
    --dir) dir=$2 ;;
    --address) address=$2 ;;
    --context) context=(--context "$2") ;;
    --watch) watch=$2 ;;
    -h | --help) help && exit ;;
    *) usage ;;
  esac
  shift 2
done
if [ -z "$dir" ] || [ -z "$address" ]; then usage; fi

mkdir -p "$dir"
rm -f "$dir/ready"
(umask 077 && authority "$dir" && certificate "$dir" server /CN=eks "IP:${address%:*}")
exec node "$here/eks/main.mjs" "$dir" "$address" "${watch:-1}" kubectl "${context[@]}"
