import { json } from 'node:stream/consumers';
import { podPatch } from './pod-patch.mjs';

/**
 * Returns the handler of an admission webhook that changes a pod as its service account's annotations say. It replaces
 * amazon-eks-pod-identity-webhook, and follows its documentation.
 */
export function webhook(apiServer) {
  return (request, response) => {
    review(request, apiServer).then(
      (answer) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(
            JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }),
          ),
      (error) => {
        console.error(error.message);
        response.writeHead(500).end();
      },
    );
  };
}

async function review(request, apiServer) {
  const {
    request: { uid, namespace, object: pod },
  } = await json(request);
  const name = pod.spec.serviceAccountName || 'default';
  const patch = podPatch(pod, await annotations(apiServer, namespace, name));
  console.log(`${namespace}/${name}: ${patch.length > 0 ? 'changed' : 'unchanged'}`);
  return {
    uid,
    allowed: true,
    ...(patch.length > 0 && {
      patchType: 'JSONPatch',
      patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
    }),
  };
}

async function annotations(apiServer, namespace, name) {
  try {
    const { metadata } = await apiServer.get(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}`);
    return metadata.annotations ?? {};
  } catch (error) {
    if (error.status === 404) return {};
    throw error;
  }
}
