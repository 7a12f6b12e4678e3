import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Runs once during the build of the image. It starts the API as a pod with IRSA would, signs a URL, and stops the API.
// V8's compile cache stays in the image (Node's NODE_COMPILE_CACHE), so that the image starts faster. If the API can't
// sign, the build of the image fails.

const REGION = 'eu-west-1';
const ROLE = 'arn:aws:iam::222222222222:role/warm-up';
const [ISSUER, AUDIENCE] = ['https://issuer.invalid', 'warm-up'];

const folder = mkdtempSync(join(tmpdir(), 'warm-up-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const write = (name, content) => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const aws = createServer(answerAsAws);
const awsUrl = await listen(aws);

const port = await freePort();
Object.assign(process.env, {
  HOST: '127.0.0.1',
  PORT: port,
  MANAGEMENT_PORT: '0',
  AWS_ENDPOINT_URL_STS: awsUrl,
  AWS_WEB_IDENTITY_TOKEN_FILE: write('token', 'a.b.c'),
  TENANTS_FILE: write('tenants.yaml', {
    version: 1,
    issuers: [
      {
        name: 'warm-up',
        issuer: ISSUER,
        audience: AUDIENCE,
        jwksFile: write('jwks.json', { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES256' }] }),
        tenants: '/tenants',
      },
    ],
    tenants: [
      {
        id: 'warm-up',
        account: '222222222222',
        issuers: ['warm-up'],
        bucket: 'warm-up',
        region: REGION,
        endpoint: awsUrl,
        forcePathStyle: true,
        credentials: { type: 'web-identity', roleArn: ROLE },
        grants: [{ actions: ['download', 'upload', 'delete', 'list'], prefixes: [''] }],
      },
    ],
  }),
});
await import(new URL('api.mjs', import.meta.url));
await request('downloads', { key: 'a' });
await request('uploads', { key: 'a', contentType: 'text/plain' });
await request('downloads', { key: '../a' }, 400);
aws.close();
process.kill(process.pid, 'SIGTERM');

async function request(what, body, expected = 200) {
  const { status } = await fetch(`http://127.0.0.1:${port}/v1/tenants/warm-up/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (status === expected) return;
  process.stderr.write(`${what} answered ${status}, not ${expected}\n`);
  process.exit(1);
}

function token() {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'warm-up',
    tenants: ['warm-up'],
    iat: now,
    exp: now + 60,
  };
  const signed = [{ alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** Answers as AWS does to STS's AssumeRoleWithWebIdentity, and to S3's ListObjectsV2. */
function answerAsAws({ method }, response) {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const session = ROLE.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
  const body =
    method === 'POST'
      ? `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
<Credentials><AccessKeyId>ASIAWARMUP</AccessKeyId><SecretAccessKey>warm-up</SecretAccessKey><SessionToken>warm-up</SessionToken>
<Expiration>${expiration}</Expiration></Credentials><AssumedRoleUser><Arn>${session}/warm-up</Arn></AssumedRoleUser>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`
      : '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><KeyCount>0</KeyCount></ListBucketResult>';
  response.setHeader('content-type', 'text/xml').end(body);
}

async function listen(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

async function freePort() {
  const server = createServer();
  const url = new URL(await listen(server));
  await once(server.close(), 'close');
  return url.port;
}
