import {
  UNSIGNED_PAYLOAD,
  epochSeconds,
  isQuerySigned,
  missingField,
  parseTarget,
  verifyHeaderSigned,
  verifyPostPolicy,
  verifyPresigned,
  type PayloadHash,
  type ReceivedRequest,
  type RequestTarget,
  type VerifiedRequest,
  type VerifyOptions,
} from '#s3-presign';
import type { IncomingHttpHeaders } from 'node:http';
import { accessDenied, invalidArgument, noSuchBucket, notImplemented } from '../answers/s3-error.js';
import { COPY_SOURCE, copySourceOf } from '../objects/copy-source.js';
import type { PostedForm } from '../forms/read-form.js';
import type { EmbeddedBucket } from '../options.js';
import { isForm } from './is-form.js';
import type { Keyring } from './keyring.js';
import { checkedPlace, locate, type Place } from './locate.js';
import { operationOf, type OperationName } from './operations.js';
import { checkRequestHeaders } from './request-headers.js';

/** A request that the storage may process. */
export interface Admitted extends Place {
  readonly operation: OperationName;
  readonly parameters: ReadonlyMap<string, string>;
  readonly payloadHash: PayloadHash;
  /** The status of the answer to a form. */
  readonly successStatus?: number;
}

export interface GateOptions {
  readonly region: string;
  readonly buckets: ReadonlyMap<string, EmbeddedBucket>;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** Checks that a request is signed with credentials of its bucket, and that its operation is supported. */
export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Admits a request. @throws VerificationError, S3Error */
  admit(request: ReceivedRequest & { headers: IncomingHttpHeaders }): Admitted {
    const { method, headers } = request;
    const target = parseTarget(request.target);
    const place = locate(headers.host, target.path);
    if (isForm(request, target, place)) return awaitingForm(place, target); // the signature is in the body
    const { accessKeyId, payloadHash } = this.#authenticate(request, target);
    this.#authorise(accessKeyId, place, headers['x-amz-expected-bucket-owner']);
    const named = operationOf(method, place, target.parameters);
    const isCopy = named === 'PutObject' && headers[COPY_SOURCE] !== undefined;
    if (isCopy) {
      this.#authorise(accessKeyId, copySourceOf(headers), headers['x-amz-source-expected-bucket-owner']);
    }
    const operation = isCopy ? 'CopyObject' : named;
    checkRequestHeaders(operation, Object.keys(headers));
    return { ...place, operation, parameters: target.parameters, payloadHash };
  }

  /** Admits a form whose policy is signed with credentials of its bucket. @throws VerificationError, S3Error */
  admitForm(bucket: string, { fields, file }: PostedForm): Place {
    const key = fields.get('key');
    if (key === undefined) throw missingField('key');
    if (key === '') throw invalidArgument('User key must have a length greater than 0.');
    const { accessKeyId } = verifyPostPolicy(
      { bucket, fields, fileSize: file.length },
      this.#verifyOptions(),
    );
    const place = checkedPlace({ bucket, key });
    this.#authorise(accessKeyId, place, undefined);
    return place;
  }

  #verifyOptions(): VerifyOptions {
    const { region, keyring, now } = this.#options;
    return {
      now: epochSeconds(now()),
      region,
      credentials: (accessKeyId) => keyring.find(accessKeyId),
    };
  }

  #authenticate(request: ReceivedRequest, target: RequestTarget): VerifiedRequest {
    const options = this.#verifyOptions();
    if (isQuerySigned(target)) return verifyPresigned(request, options);
    if (request.headers['authorization'] !== undefined) return verifyHeaderSigned(request, options);
    throw accessDenied();
  }

  #authorise(accessKeyId: string, { bucket }: Place, expectedOwner: string | string[] | undefined): void {
    const { buckets, keyring } = this.#options;
    if (bucket === '') throw notImplemented('parameter'); // ListBuckets, and everything that is POSTed to `/`
    const found = buckets.get(bucket);
    if (!found) throw noSuchBucket(bucket);
    if (!keyring.mayUse(accessKeyId, bucket)) throw accessDenied();
    if (expectedOwner !== undefined && found.account !== undefined && expectedOwner !== found.account) {
      throw accessDenied();
    }
  }
}

const awaitingForm = (place: Place, { parameters }: RequestTarget): Admitted => ({
  ...place,
  operation: 'PostObject',
  parameters,
  payloadHash: UNSIGNED_PAYLOAD,
});
