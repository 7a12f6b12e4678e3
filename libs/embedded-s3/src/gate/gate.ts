import {
  epochSeconds,
  isQuerySigned,
  parseTarget,
  verifyHeaderSigned,
  verifyPresigned,
  type PayloadHash,
  type ReceivedRequest,
  type RequestTarget,
  type VerifiedRequest,
} from '#s3-presign';
import type { IncomingHttpHeaders } from 'node:http';
import { accessDenied, noSuchBucket, notImplemented } from '../answers/s3-error.js';
import type { EmbeddedBucket } from '../options.js';
import type { Keyring } from './keyring.js';
import { locate, type Place } from './locate.js';
import { operationOf, type OperationName } from './operations.js';
import { checkRequestHeaders } from './request-headers.js';

/** A request that may go on to the storage. */
export interface Admitted extends Place {
  readonly operation: OperationName;
  readonly parameters: ReadonlyMap<string, string>;
  readonly payloadHash: PayloadHash;
}

export interface GateOptions {
  readonly region: string;
  readonly buckets: ReadonlyMap<string, EmbeddedBucket>;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** Lets a request in if it is signed, by credentials of its bucket, for something that is served. */
export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** @throws VerificationError, S3Error */
  admit(request: ReceivedRequest & { headers: IncomingHttpHeaders }): Admitted {
    const { method, headers } = request;
    const target = parseTarget(request.target);
    const place = locate(headers.host, target.path);
    const { accessKeyId, payloadHash } = this.#authenticate(request, target);
    this.#authorise(accessKeyId, place, headers['x-amz-expected-bucket-owner']);
    const operation = operationOf(method, place, target.parameters);
    checkRequestHeaders(operation, Object.keys(headers));
    return { ...place, operation, parameters: target.parameters, payloadHash };
  }

  #authenticate(request: ReceivedRequest, target: RequestTarget): VerifiedRequest {
    const { region, keyring, now } = this.#options;
    const options = {
      now: epochSeconds(now()),
      region,
      credentials: (accessKeyId: string) => keyring.find(accessKeyId),
    };
    if (isQuerySigned(target)) return verifyPresigned(request, options);
    if (request.headers['authorization'] !== undefined) return verifyHeaderSigned(request, options);
    throw accessDenied();
  }

  #authorise(accessKeyId: string, { bucket }: Place, expectedOwner: string | string[] | undefined): void {
    const { buckets, keyring } = this.#options;
    if (bucket === '') throw notImplemented('parameter'); // ListBuckets, and whatever else is POSTed to `/`
    const found = buckets.get(bucket);
    if (!found) throw noSuchBucket(bucket);
    if (!keyring.mayUse(accessKeyId, bucket)) throw accessDenied();
    if (expectedOwner !== undefined && found.account !== undefined && expectedOwner !== found.account) {
      throw accessDenied();
    }
  }
}
