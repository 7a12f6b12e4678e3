// What EKS adds to a cluster, on this machine: the public OIDC issuer and the pod identity webhook.
//
// usage: node main.mjs DIR ADDRESS[:PORT] PID KUBECTL [OPTION OF KUBECTL]..., as eks.sh calls it
//
// Writes DIR/ready once both answer. Takes the webhook out of the cluster when it is ended by SIGTERM, or when the process
// PID is gone.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { ApiServer } from './api-server.mjs';
import { certify } from './certify.mjs';
import { issuer } from './issuer.mjs';
import { kubectl } from './kubectl.mjs';
import { webhook } from './webhook.mjs';
import { webhookManifest } from './webhook-manifest.mjs';

const [dir, where, watched, ...command] = process.argv.slice(2);
const { hostname: address, port } = new URL(`https://${where}`);
const tls = { key: readFileSync(`${dir}/server.key`), cert: readFileSync(`${dir}/server.crt`) };

const apiServer = await ApiServer.connect(command);
const { issuer: url } = await apiServer.get('/.well-known/openid-configuration');
if (new URL(url).host !== new URL(`https://${where}`).host) {
  throw new Error(
    `The cluster's issuer is ${url}, which is not https://${where}: start its API server with that.`,
  );
}
const { keys } = await apiServer.get('/openid/v1/jwks');
const certified = await Promise.all(keys.map((key) => certify(key, dir)));
const onWebhook = webhook(apiServer);
const onIssuer = issuer(url, certified);

const server = createServer(tls, (request, response) => {
  const { pathname } = new URL(request.url, `https://${where}`);
  (pathname === '/mutate' ? onWebhook : onIssuer)(request, response);
});
await new Promise((resolve, reject) =>
  server.on('error', reject).listen(Number(port || 443), address, resolve),
);

const manifest = webhookManifest(`https://${where}/mutate`, readFileSync(`${dir}/ca.crt`));
await kubectl(command, ['apply', '--server-side', '-f', '-'], manifest);
let ending = false;
function end() {
  if (ending) return;
  ending = true;
  void kubectl(command, ['delete', '--ignore-not-found', '-f', '-'], manifest).finally(() => process.exit(0));
}
process.on('SIGTERM', end);
setInterval(() => isThere(Number(watched)) || end(), 1000);
writeFileSync(`${dir}/ready`, '');

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch ({ code }) {
    return code === 'EPERM';
  }
}
