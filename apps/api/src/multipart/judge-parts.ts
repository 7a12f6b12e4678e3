import type { ChecksumAlgorithm } from '#s3-presign';
import type { FieldError } from '../problems/api-error.js';
import type { StoredPart } from '../storage/multipart-upload.js';
import { MIN_PART_SIZE, partCount, partLength, type PartPlan } from './part-plan.js';

/** What the client says of a part that it has sent. */
export interface ClaimedPart {
  readonly partNumber: number;
  /** With quotes or without. */
  readonly etag: string;
  /** Base64, of the upload's algorithm. */
  readonly checksum?: string | undefined;
}

/** What was promised when the upload was created. */
export interface Promised extends PartPlan {
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  /** Bytes that may be, by the tenant's limit as it is now or the upload session's. */
  readonly maxSize?: number | undefined;
}

export type Verdict =
  | { readonly kind: 'complete'; readonly parts: readonly StoredPart[] }
  /** It can still become what was promised: parts are to be sent again, or named rightly. */
  | { readonly kind: 'incomplete'; readonly errors: readonly FieldError[] }
  /** It never can: what is stored breaks a promise. */
  | { readonly kind: 'broken'; readonly errors: readonly FieldError[] };

/** More would only make the answer long. */
const MAX_ERRORS = 100;

/**
 * Whether what S3 holds is what was promised.
 *
 * @param stored S3's own listing, by number
 * @param claimed in any order; `undefined`: the client takes what is there
 */
export function judgeParts(
  promised: Promised,
  stored: readonly StoredPart[],
  claimed?: readonly ClaimedPart[],
): Verdict {
  const broken = brokenPromises(promised, stored);
  if (broken.length > 0) return { kind: 'broken', errors: broken.slice(0, MAX_ERRORS) };
  const named = claimed && new Set(claimed.map(({ partNumber }) => partNumber));
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  const parts = stored.filter(({ partNumber }) => !named || named.has(partNumber));
  const errors = [
    ...gaps(promised, byNumber, named),
    ...(claimed ?? []).flatMap((claim, index) => differences(promised, byNumber, claim, index)),
    ...unfit(promised, parts),
  ];
  if (errors.length > 0) return { kind: 'incomplete', errors: errors.slice(0, MAX_ERRORS) };
  return { kind: 'complete', parts };
}

/** S3 holds every part that was signed with its length to it; a store that does not, or other URLs, are found out here. */
function brokenPromises(promised: Promised, stored: readonly StoredPart[]): FieldError[] {
  const errors = stored.flatMap(({ partNumber, size }) => {
    const length = partLength(promised, partNumber) ?? size;
    if (length === size) return [];
    const words = length > 0 ? `${length} were promised` : 'the plan has no such part';
    return error('uploadId', `Part ${partNumber} has ${size} bytes; ${words}.`);
  });
  const total = promised.size ?? stored.reduce((sum, { size }) => sum + size, 0);
  if (promised.maxSize !== undefined && total > promised.maxSize) {
    errors.push(error('uploadId', `The upload has ${total} bytes; ${promised.maxSize} are allowed.`));
  }
  return errors;
}

/** Parts that must be there or be named, and are not. */
function gaps(
  plan: PartPlan,
  there: ReadonlyMap<number, StoredPart>,
  named: ReadonlySet<number> | undefined,
): FieldError[] {
  const count = partCount(plan);
  const planned = Array.from({ length: count ?? 0 }, (_, index) => index + 1);
  const wanted = new Set([...planned, ...(named ?? [])]);
  if (count === undefined && (named ?? there).size === 0)
    return [error('parts', 'There is no part. Send one.')];
  return [...wanted].flatMap((partNumber) => {
    if (count !== undefined && partNumber > count) {
      return error('parts', `Part ${partNumber} is none: the plan has ${count}.`);
    }
    if (!there.has(partNumber)) return error('parts', `Part ${partNumber} is not there. Send it.`);
    if (named && !named.has(partNumber))
      return error('parts', `Part ${partNumber} is not named. Name all, or none.`);
    return [];
  });
}

/** Between what the client has sent and what is there: somebody may have sent the part again. */
function differences(
  { checksumAlgorithm }: Promised,
  there: ReadonlyMap<number, StoredPart>,
  { partNumber, etag, checksum }: ClaimedPart,
  index: number,
): FieldError[] {
  const part = there.get(partNumber);
  if (!part) return [];
  const detail = `Part ${partNumber} is another one in the storage. Send it again, or name what is there.`;
  const sameChecksum =
    checksum === undefined || (checksumAlgorithm && part.checksums[checksumAlgorithm]) === checksum;
  return [
    ...(bare(etag) === bare(part.etag) ? [] : [error(`parts/${index}/etag`, detail)]),
    ...(sameChecksum ? [] : [error(`parts/${index}/checksum`, detail)]),
  ];
}

/** What S3 would not put together. */
function unfit({ checksumAlgorithm }: Promised, parts: readonly StoredPart[]): FieldError[] {
  return parts.flatMap(({ partNumber, size, checksums }, index) => {
    if (checksumAlgorithm && checksums[checksumAlgorithm] === undefined) {
      return error(
        'parts',
        `Part ${partNumber} has no ${checksumAlgorithm}. Send it again with its checksum.`,
      );
    }
    if (size >= MIN_PART_SIZE || index === parts.length - 1) return [];
    return error(
      'parts',
      `Part ${partNumber} has ${size} bytes; only the last may have less than ${MIN_PART_SIZE}.`,
    );
  });
}

const bare = (etag: string): string => etag.replaceAll('"', '');

const error = (place: string, detail: string): FieldError => ({ pointer: `#/${place}`, detail });
