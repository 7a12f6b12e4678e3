import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { S3Client } from '@aws-sdk/client-s3';
import type { NextTurn } from '../platform/turns/long-work-queue.js';

/** The size in bytes from which an answer of S3 waits for its turn. */
const LARGE = 16 * 1024;

/**
 * Makes a client of the SDK parse large answers, such as lists, in turns of the event loop. The XML of a thousand
 * objects takes some 50 ms.
 */
export function parseInTurn(client: S3Client, nextTurn: NextTurn): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: unknown };
      if (!(response.body instanceof Readable)) return result;
      const body = await buffer(response.body);
      if (body.length >= LARGE) await nextTurn();
      // A stream again, since the SDK looks for errors in answers 200 only if they are streams.
      response.body = Readable.from([body]);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'parseInTurn' },
  );
}
