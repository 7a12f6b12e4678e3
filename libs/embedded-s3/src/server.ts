import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Cors } from './answers/cors.js';
import { INTERNAL_ERROR, failureXml, toFailure } from './answers/failure.js';
import { finishHeaders } from './answers/finish-headers.js';
import type { S3Failure } from './answers/s3-error.js';
import { XML_TYPE } from './answers/xml.js';
import { checkLengthIsKnown, receiveBody, type ReceivedBody } from './body/receive-body.js';
import { receiveForm } from './forms/receive-form.js';
import type { Admitted, Gate } from './gate/gate.js';
import { HANDLERS } from './objects/handlers.js';
import type { Storage } from './storage.js';

export interface ServerOptions {
  readonly gate: Gate;
  readonly storage: Storage;
  readonly cors: Cors;
  readonly onFault: (error: unknown) => void;
}

/** The maximum size of a request body in bytes. Bodies are held in memory. */
const BODY_LIMIT = 256 * 1024 * 1024;
/**
 * The maximum size of request line and headers in bytes. A key may need 3 KiB, a session token and metadata 2 KiB each.
 */
const HEADER_LIMIT = 32 * 1024;

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/**
 * Returns the HTTP server. The gate checks a request before its body is read, and the body is verified before the
 * storage is called. All errors become S3's error answers.
 */
export function createServer({ gate, storage, cors, onFault }: ServerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    http: { maxHeaderSize: HEADER_LIMIT },
    clientErrorHandler: refuseConnection,
    genReqId: () => randomBytes(8).toString('hex').toUpperCase(),
    rewriteUrl: () => '/', // the router would decode the target by its own rules; the gate reads the original one
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.decorateRequest('admitted', null);

  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'OPTIONS') {
      return reply.headers(cors.preflight(request.headers)).send();
    }
    const { method, headers, originalUrl: target } = request;
    const admitted = gate.admit({ method, target, headers });
    if (method === 'PUT') checkLengthIsKnown(headers);
    request.setDecorator('admitted', admitted);
    return undefined;
  });

  app.addHook('preHandler', async (request) => {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const admitted = admittedOf(request);
    if (admitted.operation === 'PostObject') {
      const form = await receiveForm(request.headers, raw, admitted, gate);
      request.setDecorator('admitted', form.admitted);
      replaceBody(request, form);
    } else {
      replaceBody(request, await receiveBody(request.headers, raw, admitted.payloadHash));
    }
  });

  app.addHook('onSend', async (request, reply) => {
    finishHeaders(request, reply, request.getDecorator<Admitted | null>('admitted'), cors);
  });

  app.route({
    method: METHODS,
    url: '/',
    handler(request, reply) {
      const admitted = admittedOf(request);
      HANDLERS[admitted.operation]({ request, reply, admitted, storage, body: request.body as Buffer });
    },
  });
  app.setErrorHandler((error, request, reply) => {
    const failure = toFailure(error);
    if (failure === INTERNAL_ERROR) onFault(error);
    return sendFailure(failure, request, reply);
  });
  return app;
}

const admittedOf = (request: FastifyRequest) => request.getDecorator<Admitted>('admitted');

function replaceBody(request: FastifyRequest, { body, headers }: ReceivedBody): void {
  request.raw.headers = headers;
  request.body = body;
}

function sendFailure(failure: S3Failure, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  for (const name of Object.keys(reply.getHeaders())) {
    if (name !== 'content-range') reply.removeHeader(name); // headers that were set for the object
  }
  reply.status(failure.status);
  if (request.method === 'HEAD') return reply.send();
  return reply.type(XML_TYPE).send(failureXml(failure, request.id));
}

/** Refuses a connection whose bytes are not HTTP and so never become a request. */
function refuseConnection(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
