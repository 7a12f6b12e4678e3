import { CONFIRMATION } from '../api/answers.js';
import type { Confirmation } from '../api/types.js';
import type { Context } from '../context.js';
import { hasCode, TransferError } from '../errors.js';
import { bareEtag, hasOpaqueEtag, md5OfEtag } from '../hash/etag.js';
import { hex } from '../hash/text.js';
import { headObject } from '../objects/head.js';
import { exchange } from '../storage/exchange.js';
import { textOf, type HttpResponse } from '../storage/send.js';
import { describe, type UploadOptions, type UploadResult, type Verified } from './options.js';
import { askedAlgorithm, digestPart, VERIFIED, type CheckedPart } from './part-digest.js';

/** Uploads bytes in one request. @throws TransferError */
export async function uploadSingle(
  context: Context,
  key: string,
  given: Uint8Array<ArrayBuffer>,
  options: UploadOptions,
): Promise<UploadResult> {
  const algorithm = askedAlgorithm(options, context);
  const part = await digestPart(context, algorithm, given);
  const size = part.bytes.byteLength;
  let receipt: string | undefined;
  let isPerhapsThere = false;
  let isOurs = false;
  /** Returns the operation to sign. If our own bytes arrived damaged and so took the key, they are to be replaced. */
  const operation = () => ({
    operation: 'upload' as const,
    key,
    contentLength: size,
    ...describe(isOurs ? { ...options, ifNoneMatch: undefined } : options),
    ...(algorithm && part.checksum !== undefined && { checksum: { algorithm, value: part.checksum } }),
    ...(options.ifNoneMatch && { receipt: true }),
  });
  try {
    const stored = await exchange(context, {
      sign: async (signal) => {
        const request = await context.api.sign(operation(), signal);
        receipt ??= request.receipt;
        return request;
      },
      body: part.bytes,
      signal: options.signal,
      read: async (response) => {
        isOurs = true;
        return readStored(context, response, algorithm, part);
      },
      onLost: () => (isPerhapsThere = true),
    });
    return { key, size, resumed: 0, ...stored };
  } catch (error) {
    if (!hasCode(error, 'object_exists') || !isPerhapsThere) throw error;
    const stored = await storedBefore(context, key, part, receipt);
    if (!stored) throw error;
    return { key, size, resumed: 0, ...stored };
  }
}

type Stored = Pick<UploadResult, 'etag' | 'versionId' | 'verified'>;

async function readStored(
  { hashing }: Context,
  response: HttpResponse,
  algorithm: 'CRC64NVME' | 'SHA256' | undefined,
  part: CheckedPart,
): Promise<Stored> {
  await textOf(response);
  const etag = response.header('etag');
  const versionId = response.header('x-amz-version-id');
  const about = { etag, ...(versionId !== undefined && { versionId }) };
  if (algorithm === undefined) return { ...about, verified: 'none' };
  if (response.header(`x-amz-checksum-${algorithm.toLowerCase()}`) === part.checksum) {
    return { ...about, verified: VERIFIED[algorithm] };
  }
  return { ...about, verified: await compareMd5() };

  async function compareMd5(): Promise<Verified> {
    if (etag === undefined || !md5OfEtag(etag) || !hashing.hasMd5 || hasOpaqueEtag(response)) return 'none';
    if ((await md5Of(hashing, part)) === bareEtag(etag)) return 'md5-parts';
    throw new TransferError(
      'corrupted',
      'The storage received other bytes than were sent. Upload the object again.',
      {
        isTemporary: true,
      },
    );
  }
}

async function md5Of({ incrementalMd5 }: Context['hashing'], { bytes }: CheckedPart): Promise<string> {
  const digest = await incrementalMd5();
  digest.update(bytes);
  return hex(digest.digest());
}

/**
 * Returns the object that this upload stored in an attempt whose answer was lost. The upload's receipt proves it, or an
 * object with the same bytes. Returns `undefined` if another upload took the key.
 */
async function storedBefore(
  context: Context,
  key: string,
  part: CheckedPart,
  receipt: string | undefined,
): Promise<Stored | undefined> {
  const { confirmed, etag } = await context.api
    .call<Confirmation>({ method: 'POST', path: 'confirmations', body: { receipt }, shape: CONFIRMATION })
    .catch((): Partial<Confirmation> => ({}));
  if (confirmed) return { etag, verified: 'none' };
  const head = context.hashing.hasMd5 ? await headObject(context, key).catch(() => undefined) : undefined;
  if (!head || bareEtag(head.etag) !== (await md5Of(context.hashing, part))) return undefined;
  return { etag: head.etag, verified: 'md5-parts' };
}
