// Serves EC2's instance metadata, version 2 only: every client gets the credentials of the node's role. The credentials are
// not valid anywhere. It also listens on 443, so that a NetworkPolicy must block the address and not just the port.
//
// usage: node metadata.mjs ADDRESS
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const [address] = process.argv.slice(2);
const ROLE = 'node';
const CREDENTIALS = '/latest/meta-data/iam/security-credentials/';
const HOURS = 3600_000;

const token = randomUUID();
const pages = {
  [CREDENTIALS]: () => ROLE,
  [CREDENTIALS + ROLE]: () =>
    JSON.stringify({
      Code: 'Success',
      Type: 'AWS-HMAC',
      LastUpdated: new Date().toISOString(),
      AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      Token: 'the-role-of-the-node',
      Expiration: new Date(Date.now() + 6 * HOURS).toISOString(),
    }),
};

function answer({ method, url, headers }, response) {
  if (method === 'PUT' && url === '/latest/api/token') return void response.end(token);
  if (headers['x-aws-ec2-metadata-token'] !== token) return void response.writeHead(401).end();
  const page = Object.hasOwn(pages, url) ? pages[url] : undefined;
  response.writeHead(page ? 200 : 404).end(page?.());
}

for (const port of [80, 443]) createServer(answer).listen(port, address);
