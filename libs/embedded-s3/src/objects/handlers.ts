import type { FastifyReply, FastifyRequest } from 'fastify';
import { XML_TYPE } from '../answers/xml.js';
import { answerForm } from '../forms/answer-form.js';
import type { Admitted } from '../gate/gate.js';
import type { OperationName } from '../gate/operations.js';
import { findUpload, hasObject, unfinishedUploads, type FauxqsActions, type Storage } from '../storage.js';
import { checkCopy, COPY_SOURCE, copySourceOf, copyXml } from './copy-source.js';
import { deletionsXml, readDeletions } from './delete-objects.js';
import { echoedHeaders, keepHeaders } from './kept-headers.js';
import { listPage, listXml } from './list-objects.js';
import { listUploadsXml } from './list-uploads.js';
import { checkCompletion, checkPartChecksum, checkPartNumber, listPartsXml, ownUpload } from './multipart.js';
import { checkWriteConditions } from './preconditions.js';
import { singleRange } from './range.js';

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly admitted: Admitted;
  readonly storage: Storage;
  /** The body after it was verified. */
  readonly body: Buffer;
}

/**
 * The handler of each operation. It uses fauxqs where fauxqs does the same as S3. No handler waits, so that a condition
 * still holds when the object is written.
 */
export const HANDLERS: Readonly<Record<OperationName, (exchange: Exchange) => void>> = {
  HeadBucket: ({ reply }) => void reply.send(),

  ListObjectsV2({ reply, storage, admitted: { bucket, parameters } }) {
    const prefix = parameters.get('prefix') ?? '';
    const { objects } = storage.store.listObjects(bucket, { prefix, maxKeys: Infinity });
    sendXml(reply, listXml(bucket, parameters, listPage(objects, parameters)));
  },

  GetObject(exchange) {
    const { request, storage, admitted } = exchange;
    const { contentLength } = storage.store.headObject(admitted.bucket, admitted.key);
    const range = singleRange(request.headers.range, contentLength);
    replaceHeaders(request, { ...request.headers, range });
    run('getObject', exchange);
  },

  HeadObject: (exchange) => run('headObject', exchange),

  PutObject(exchange) {
    checkConditions(exchange);
    const { request, reply } = exchange;
    reply.headers(echoedHeaders(request.headers));
    replaceHeaders(request, keepHeaders(request.headers));
    run('putObject', exchange);
  },

  PostObject(exchange) {
    const { reply, admitted, request } = exchange;
    HANDLERS.PutObject({ ...exchange, reply: withoutSending(reply) });
    answerForm(reply, admitted, formUrl(request), admitted.successStatus ?? 204);
  },

  CopyObject(exchange) {
    const { request, reply, storage, admitted } = exchange;
    const source = copySourceOf(request.headers);
    const { store } = storage;
    checkCopy(request.headers, store.headObject(source.bucket, source.key));
    checkConditions(exchange);
    const { body } = store.getObject(source.bucket, source.key);
    const { [COPY_SOURCE]: _, ...headers } = request.headers;
    reply.headers(echoedHeaders(headers));
    replaceHeaders(request, keepHeaders(headers));
    run('putObject', { ...exchange, reply: withoutSending(reply), body });
    sendXml(reply.removeHeader('etag'), copyXml(store.headObject(admitted.bucket, admitted.key)));
  },

  DeleteObjects({ request, reply, storage, admitted: { bucket }, body }) {
    const deletions = readDeletions(bucket, request.headers, body);
    sendXml(
      reply,
      deletionsXml(deletions, (key) => storage.store.deleteObject(bucket, key)),
    );
  },

  DeleteObject(exchange) {
    checkWriteConditions(exchange.request.headers, false);
    run('deleteObject', exchange);
  },

  CreateMultipartUpload(exchange) {
    const { request, reply } = exchange;
    reply.headers(echoedHeaders(request.headers));
    replaceHeaders(request, keepHeaders(request.headers));
    run('createMultipartUpload', exchange);
  },

  ListMultipartUploads({ reply, storage, admitted: { bucket, parameters } }) {
    sendXml(reply, listUploadsXml(bucket, unfinishedUploads(storage.store, bucket), parameters));
  },

  UploadPart(exchange) {
    checkPartNumber(exchange.admitted.parameters.get('partNumber'));
    checkPartChecksum(uploadOf(exchange), exchange.request.headers);
    exchange.reply.headers(echoedHeaders(exchange.request.headers));
    run('uploadPart', exchange);
  },

  ListParts(exchange) {
    sendXml(exchange.reply, listPartsXml(uploadOf(exchange), exchange.admitted.parameters));
  },

  CompleteMultipartUpload(exchange) {
    checkCompletion(uploadOf(exchange), exchange.request.headers, exchange.body);
    checkConditions(exchange);
    run('completeMultipartUpload', exchange);
  },

  AbortMultipartUpload(exchange) {
    uploadOf(exchange);
    run('abortMultipartUpload', exchange);
  },
};

function run(action: keyof FauxqsActions, { request, reply, admitted, storage, body }: Exchange): void {
  request.params = { bucket: admitted.bucket, '*': admitted.key };
  request.query = Object.fromEntries(admitted.parameters);
  request.body = body;
  storage.actions[action](request, reply, storage.store);
}

/** Returns a reply that keeps headers but doesn't set the status or send the body. */
function withoutSending(reply: FastifyReply): FastifyReply {
  const silent = () => quiet;
  const quiet = Object.create(reply, { status: { value: silent }, send: { value: silent } }) as FastifyReply;
  return quiet;
}

/** Returns the URL to which a form was posted, without the slash at the end. */
const formUrl = ({ headers, originalUrl }: FastifyRequest): string =>
  `http://${headers.host}${originalUrl.split('?', 1)[0]!}`.replace(/\/$/, '');

function checkConditions({ request, storage, admitted }: Exchange): void {
  checkWriteConditions(request.headers, hasObject(storage.store, admitted));
}

function uploadOf({ storage, admitted }: Exchange) {
  return ownUpload(findUpload(storage.store, admitted.parameters.get('uploadId')), admitted);
}

function sendXml(reply: FastifyReply, xml: string): void {
  void reply.type(XML_TYPE).send(xml);
}

/** Replaces the headers of a request. Fastify's own setter only adds headers. */
function replaceHeaders(request: FastifyRequest, headers: FastifyRequest['headers']): void {
  request.raw.headers = headers;
}
