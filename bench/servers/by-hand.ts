import { hash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import pino from 'pino';
import { monotonicFactory } from 'ulid';
import {
  BucketPresigner,
  SharedCredentials,
  createPresigner,
  epochSeconds,
  formatTime,
  parseObjectKey,
} from '../product.ts';
import { BUCKET, REGION, credentialsWith } from '../world/credentials.ts';
import { AUDIENCE, ISSUER } from '../world/issuer.ts';
import { portOf, sayListening } from './listening.ts';

// This server does the work of a download in a single Fastify handler, as an experienced developer might write it in a
// hurry: authentication with a cache, validation, grants, our signing library, an audit line before the answer, and a
// request line. It has one tenant and one grant, and no problem details, content negotiation or CORS.

const TENANT = 'team-a';
const keys = createLocalJWKSet(JSON.parse(readFileSync(process.env['JWKS_FILE']!, 'utf8')) as JSONWebKeySet);
const verified = new LRUCache<string, { readonly claims: JWTPayload; readonly until: number }>({
  max: 10_000,
});
const expiration = new Date(Date.now() + 12 * 3600_000);
const presigner = new BucketPresigner(
  createPresigner({ bucket: BUCKET, region: REGION }),
  new SharedCredentials(async () => ({ ...credentialsWith(800), expiration })),
  { defaultExpiresIn: 900, maxExpiresIn: 3600 },
);
const nextId = monotonicFactory();
const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
const app = fastify({
  bodyLimit: 16 * 1024,
  genReqId: () => randomUUID(),
  ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
});

app.addHook('onResponse', (request, reply, done) => {
  const { method, id: requestId, routeOptions } = request;
  log.info(
    { requestId, method, route: routeOptions.url, status: reply.statusCode, durationMs: reply.elapsedTime },
    'request',
  );
  done();
});

const seconds = { type: 'integer', minimum: 1, maximum: 604_800 };
const body = {
  type: 'object',
  required: ['key'],
  additionalProperties: false,
  properties: { key: { type: 'string' }, expiresIn: seconds, minValidity: seconds },
};

interface DownloadBody {
  readonly key: string;
  readonly expiresIn?: number;
  readonly minValidity?: number;
}

app.post<{ Params: { tenant: string }; Body: DownloadBody }>(
  '/v1/tenants/:tenant/downloads',
  { schema: { body } },
  async (request, reply) => {
    void reply.headers({
      'x-request-id': request.id,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const now = Date.now();
    const claims = await claimsOf(request.headers.authorization, now);
    const { tenant } = request.params;
    if (!claims) return reply.code(401).send();
    if (tenant !== TENANT || !(claims['tenants'] as string[]).includes(tenant)) return reply.code(403).send();
    const { key: name, expiresIn, minValidity } = request.body;
    const key = parseObjectKey(name);
    const isEditor = (claims['groups'] as string[]).includes('editors');
    if (!isEditor || !name.startsWith(`users/${claims.sub}/`)) return reply.code(403).send();

    const signingId = nextId(now);
    const query = { 'response-content-disposition': 'attachment', 'x-signing-id': signingId };
    const signed = await presigner.sign(
      { method: 'GET', key, expiresIn, minValidity, query },
      epochSeconds(now),
    );
    const expiresAt = formatTime(signed.expiresAt);
    const constraints = [
      { name: 'responseContentDisposition', value: 'attachment', enforcedBy: 's3' },
      { name: 'expiresAt', value: expiresAt, enforcedBy: 's3' },
    ];
    const { url, method, signedHeaders, limitedBy, accessKeyId } = signed;
    log.info(
      {
        signingId,
        requestId: request.id,
        tenant,
        subject: claims.sub,
        issuer: 'platform',
        action: 'download',
        method,
        bucket: BUCKET,
        key,
        constraints,
        expiresAt,
        limitedBy,
        accessKeyId,
      },
      'signing',
    );
    return {
      url,
      method,
      headers: {},
      signedHeaders,
      key: name,
      expiresAt,
      expiresIn: signed.expiresIn,
      limitedBy,
      signingId,
      constraints,
    };
  },
);

async function claimsOf(authorization: string | undefined, now: number): Promise<JWTPayload | undefined> {
  const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : '';
  const digest = hash('sha256', token, 'base64');
  const held = verified.get(digest);
  if (held && now < held.until) return held.claims;
  try {
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: AUDIENCE });
    verified.set(digest, { claims: payload, until: Math.min(now + 60_000, payload.exp! * 1000) });
    return payload;
  } catch {
    return undefined;
  }
}

await app.listen({ host: '127.0.0.1', port: 0 });
sayListening(portOf(app.server.address()));
