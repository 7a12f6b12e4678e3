import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { S3Client } from '@aws-sdk/client-s3';
import type { NextTurn } from '../platform/turns/long-work-queue.js';

/** The size in bytes from which an answer of S3 waits for its turn. */
const LARGE = 16 * 1024;

/** What this file uses of `ClientProtocol` of Smithy's types. */
interface Protocol {
  deserializeResponse(operation: unknown, context: unknown, response: { body?: unknown }): Promise<object>;
}

/**
 * Makes a client of the SDK parse large answers, such as lists, in turns of the event loop. The XML of a thousand
 * objects takes some 50 ms. The protocol gets bytes and no stream, so it parses all of them in the turn that it is given.
 */
export function parseInTurn(client: S3Client, nextTurn: NextTurn): void {
  const protocol = client.config.protocol as Protocol;
  const deserialize = protocol.deserializeResponse.bind(protocol);
  protocol.deserializeResponse = async (operation, context, response) => {
    if (response.body instanceof Readable) {
      const body = await buffer(response.body);
      if (body.length >= LARGE) await nextTurn();
      response.body = body;
    }
    return deserialize(operation, context, response);
  };
}
