import type { ClusterData } from './cluster.js';
import { Kubectl } from './kubectl.js';

/** Returns the settings of the lane's cluster for a profile. */
export async function profileOf(cluster: ClusterData): Promise<Record<string, unknown>> {
  const kubectl = new Kubectl(cluster.kubectl);
  const clusterIP = (namespace: string, name: string) =>
    kubectl.run(['-n', namespace, 'get', `service/${name}`, '-o', 'jsonpath={.spec.clusterIP}']);
  const [kubernetes, dns] = await Promise.all([
    clusterIP('default', 'kubernetes'),
    clusterIP('kube-system', 'kube-dns'),
  ]);
  const [a, b] = kubernetes.split('.');
  return {
    issuer: cluster.issuer,
    cni: 'calico', // the network policies of this cluster follow the same rules as Calico
    pods: [`${a}.${b}.0.0/17`],
    services: [`${a}.${b}.128.0/20`],
    dns: { type: 'kube-dns', clusterIP: dns },
    apiServer: { clusterIP: kubernetes, subnets: [`${a}.${b}.0.0/29`] },
    image: cluster.image,
  };
}
