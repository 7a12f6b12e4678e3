// Command network-policies is the part of kube-router that enforces NetworkPolicies, by iptables and ipset. The whole
// kube-router compiles a BGP router and a service proxy as well.
//
// usage: network-policies KUBECONFIG NODE SERVICE_CIDR
package main

import (
	"flag"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/netpol"
	"github.com/cloudnativelabs/kube-router/v2/pkg/healthcheck"
	"github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"github.com/cloudnativelabs/kube-router/v2/pkg/utils"
	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

func main() {
	klog.InitFlags(nil)
	must(flag.Set("v", "1"))
	config := options.NewKubeRouterConfig()
	config.EnableIPv6 = strings.Contains(os.Args[3], ":")
	config.EnableIPv4 = !config.EnableIPv6
	config.HostnameOverride = os.Args[2]
	config.ClusterIPCIDRs = []string{os.Args[3]}
	run(os.Args[1], config)
}

func run(kubeconfig string, config *options.KubeRouterConfig) {
	clientConfig, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	must(err)
	client, err := kubernetes.NewForConfig(clientConfig)
	must(err)

	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods().Informer()
	namespaces := factory.Core().V1().Namespaces().Informer()
	policies := factory.Networking().V1().NetworkPolicies().Informer()
	stop := make(chan struct{})
	factory.Start(stop)
	factory.WaitForCacheSync(stop)

	iptables, ipsets, err := netpol.NewIPTablesHandlers(config)
	must(err)
	if config.EnableIPv6 {
		plain, err := utils.NewIPSet(false)
		must(err)
		ipsets[v1.IPv6Protocol] = inet6Sets{plain}
	}
	var sets sync.Mutex
	controller, err := netpol.NewNetworkPolicyController(client, config, pods, policies, namespaces, &sets, iptables, ipsets)
	must(err)
	listen(pods, controller.PodEventHandler)
	listen(namespaces, controller.NamespaceEventHandler)
	listen(policies, controller.NetworkPolicyEventHandler)

	heartbeats := make(chan *healthcheck.ControllerHeartbeat, 10)
	go func() {
		for range heartbeats { // no process asks for its health
		}
	}()
	var done sync.WaitGroup
	done.Add(1)
	controller.Run(heartbeats, stop, &done)
}

// inet6Sets names sets of IPv6 addresses as the rules do. kube-router 2.1 names its sets "inet6:…", but not in its rules.
type inet6Sets struct{ *utils.IPSet }

func (sets inet6Sets) RefreshSet(name string, entries [][]string, kind string) {
	sets.IPSet.RefreshSet(name, entries, kind)
	set := sets.Get(name)
	if !slices.Contains(set.Options, "inet6") {
		set.Options = append(set.Options, "family", "inet6")
	}
}

func listen(informer cache.SharedIndexInformer, handler cache.ResourceEventHandler) {
	_, err := informer.AddEventHandler(handler)
	must(err)
}

func must(err error) {
	if err != nil {
		klog.Fatal(err)
	}
}
