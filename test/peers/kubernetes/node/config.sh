# shellcheck shell=bash disable=SC2154
# Sourced by init.sh: prints configuration files for $dir and the addresses of addresses.sh.

# restrict_oom_score_adj: machines without CAP_SYS_RESOURCE, as containers and small VMs, refuse what it would set else.
containerd_config() {
  cat <<CONFIG
version = 2
root = "$dir/containerd/root"
state = "$dir/containerd/state"
[grpc]
  address = "$dir/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "tenant-presign.invalid/pause:1"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$dir/cni"
CONFIG
}

# Pods are routed, not bridged: replies of services and NetworkPolicies then need no br_netfilter.
cni_config() {
  cat <<CONFIG
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipam": {"type": "host-local", "dataDir": "$dir/run/ipam",
    "ranges": [[{"subnet": "$pods"}]], "routes": [{"dst": "$anywhere"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
CONFIG
}

# syncFrequency: mounted Secrets follow within ten seconds, not sixty. imageGCHighThresholdPercent: no registry has what was
# loaded. resolvConf: cluster DNS forwards nothing. InPlacePodVerticalScaling: without cgroupsPerQOS, kubelet panics where
# it finds that a container's resources are not those of its pod.
kubelet_config() {
  cat <<CONFIG
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $dir/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $dir/pki/kubelet.crt
tlsPrivateKeyFile: $dir/pki/kubelet.key
address: $node_address
healthzPort: 0
cgroupDriver: cgroupfs
cgroupsPerQOS: false
featureGates: {InPlacePodVerticalScaling: false}
enforceNodeAllocatable: []
failCgroupV1: false
failSwapOn: false
evictionHard: {nodefs.available: 100Mi, imagefs.available: 100Mi, memory.available: 50Mi}
imageGCHighThresholdPercent: 100
syncFrequency: 10s
containerRuntimeEndpoint: unix://$dir/containerd.sock
clusterDomain: cluster.local
clusterDNS: [$dns_service]
resolvConf: $dir/run/resolv.conf
podLogsDir: $dir/log/pods
CONFIG
}

# conntrack: the limits belong to the machine, and stay as they are.
kube_proxy_config() {
  cat <<CONFIG
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clusterCIDR: $pods
hostnameOverride: $node_name
clientConnection: {kubeconfig: $dir/run/kube-proxy.kubeconfig}
healthzBindAddress: ""
metricsBindAddress: ""
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
CONFIG
}
