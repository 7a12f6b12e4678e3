# shellcheck shell=bash disable=SC2154
# Sourced by up.sh and eks.sh: makes keys and certificates, and kubeconfigs for the programs of the cluster $dir, all of
# which sign in with tokens.

ec_key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)

# authority FOLDER: who signs all certificates of it
authority() {
  openssl req -x509 "${ec_key[@]}" -days 365 -subj /CN=tenant-presign-test -keyout "$1/ca.key" -out "$1/ca.crt" 2>/dev/null
}

# certificate FOLDER NAME SUBJECT ALTERNATIVE_NAMES: with a key
certificate() {
  openssl req "${ec_key[@]}" -subj "$3" -keyout "$1/$2.key" 2>/dev/null |
    openssl x509 -req -days 365 -CA "$1/ca.crt" -CAkey "$1/ca.key" -CAcreateserial \
      -out "$1/$2.crt" -extfile <(printf 'subjectAltName=%s' "$4") 2>/dev/null
}

# kubeconfig FILE USER [GROUP]: its token is written down for the API server
kubeconfig() {
  local token
  token=$(openssl rand -hex 16)
  printf '%s,%s,%s,"%s"\n' "$token" "$2" "$2" "${3:-}" >>"$dir/pki/tokens.csv"
  cat >"$dir/$1" <<CONFIG
apiVersion: v1
kind: Config
clusters: [{name: tenant-presign, cluster: {server: "https://$(host "$node_address")", certificate-authority-data: $(base64 -w 0 "$dir/pki/ca.crt")}}]
users: [{name: "$2", user: {token: $token}}]
contexts: [{name: tenant-presign, context: {cluster: tenant-presign, user: "$2"}}]
current-context: tenant-presign
CONFIG
}

make_keys() {
  local component
  umask 077
  authority "$dir/pki"
  certificate "$dir/pki" apiserver /CN=kube-apiserver "DNS:kubernetes.default.svc,IP:$kubernetes_service,IP:$node_address,IP:127.0.0.1"
  certificate "$dir/pki" apiserver-client /O=system:masters/CN=apiserver DNS:apiserver
  certificate "$dir/pki" kubelet "/CN=$node_name" "DNS:$node_name,IP:$node_address"
  openssl genrsa -out "$dir/pki/service-accounts.key" 2048 2>/dev/null # RS256, as on EKS
  kubeconfig kubeconfig admin system:masters
  kubeconfig run/kubelet.kubeconfig "system:node:$node_name" system:nodes
  for component in kube-controller-manager kube-scheduler kube-proxy network-policies; do
    kubeconfig "run/$component.kubeconfig" "system:$component"
  done
  umask 022
}
