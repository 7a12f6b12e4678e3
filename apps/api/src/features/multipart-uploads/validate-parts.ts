import type { ChecksumAlgorithm } from '#s3-presign';
import { ErrorList } from '../../platform/problems/error-list.js';
import type { StoredPart } from '../../storage/multipart-upload.js';
import { MIN_PART_SIZE, partCount, partLength, type PartPlan } from './part-plan.js';

/** A part that the client claims to have sent. */
export interface ClaimedPart {
  readonly partNumber: number;
  /** The ETag, with or without quotes. */
  readonly etag: string;
  /** The checksum in Base64, of the upload's algorithm. */
  readonly checksum?: string | undefined;
}

/** The properties that were promised when the upload was created. */
export interface Promised extends PartPlan {
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  /** The size limit in bytes: that of the current tenant file, or that of the upload session. */
  readonly maxSize?: number | undefined;
}

export type Verdict =
  | { readonly kind: 'complete'; readonly parts: readonly StoredPart[] }
  /** The upload can still keep its promises if the client sends parts again, or corrects its list. */
  | { readonly kind: 'incomplete'; readonly errors: ErrorList }
  /** The upload can't keep its promises, because a stored part breaks one. */
  | { readonly kind: 'broken'; readonly errors: ErrorList };

/**
 * Compares the parts that S3 has stored with the promises and with the client's list.
 *
 * @param stored S3's own list, ordered by number
 * @param claimed the client's list in any order; `undefined` if the client accepts the stored parts
 */
export function validateParts(
  promised: Promised,
  stored: readonly StoredPart[],
  claimed?: readonly ClaimedPart[],
): Verdict {
  const broken = new ErrorList();
  addBrokenPromises(broken, promised, stored);
  if (broken.count > 0) return { kind: 'broken', errors: broken };
  const named = claimed && new Set(claimed.map(({ partNumber }) => partNumber));
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  const parts = stored.filter(({ partNumber }) => !named || named.has(partNumber));
  const errors = new ErrorList();
  addGaps(errors, promised, byNumber, named);
  claimed?.forEach((claim, index) => addDifferences(errors, promised, byNumber, claim, index));
  addUnfit(errors, promised, parts);
  return errors.count > 0 ? { kind: 'incomplete', errors } : { kind: 'complete', parts };
}

/**
 * Adds an error for each broken promise. S3 enforces the length of a part that was signed with it. This check covers
 * stores that do not, and URLs that were signed otherwise.
 */
function addBrokenPromises(errors: ErrorList, promised: Promised, stored: readonly StoredPart[]): void {
  for (const { partNumber, size } of stored) {
    const length = partLength(promised, partNumber) ?? size;
    if (length === size) continue;
    const words = length > 0 ? `it must have ${length}` : 'the upload has no such part';
    errors.add('#/uploadId', `Part ${partNumber} has ${size} bytes; ${words}.`);
  }
  const total = promised.size ?? stored.reduce((sum, { size }) => sum + size, 0);
  if (promised.maxSize !== undefined && total > promised.maxSize) {
    errors.add('#/uploadId', `The upload has ${total} bytes; at most ${promised.maxSize} are allowed.`);
  }
}

/** Adds an error for each required part that is not stored or not in the client's list. */
function addGaps(
  errors: ErrorList,
  plan: PartPlan,
  there: ReadonlyMap<number, StoredPart>,
  named: ReadonlySet<number> | undefined,
): void {
  const count = partCount(plan);
  const planned = Array.from({ length: count ?? 0 }, (_, index) => index + 1);
  const wanted = new Set([...planned, ...(named ?? [])]);
  if (count === undefined && (named ?? there).size === 0) {
    errors.add('#/parts', 'No part was uploaded. Send at least one.');
  }
  for (const partNumber of wanted) {
    if (count !== undefined && partNumber > count) {
      errors.add('#/parts', `Part ${partNumber} does not exist: the upload has ${count} parts.`);
    } else if (!there.has(partNumber)) {
      errors.add('#/parts', `Part ${partNumber} was not uploaded. Send it.`);
    } else if (named && !named.has(partNumber)) {
      errors.add('#/parts', `Part ${partNumber} is missing from parts. List all parts, or leave parts out.`);
    }
  }
}

/** Adds the differences between the client's list and S3's list, because a part may have been sent again. */
function addDifferences(
  errors: ErrorList,
  { checksumAlgorithm }: Promised,
  there: ReadonlyMap<number, StoredPart>,
  { partNumber, etag, checksum }: ClaimedPart,
  index: number,
): void {
  const part = there.get(partNumber);
  if (!part) return;
  const detail = `Part ${partNumber} differs from the part in the storage. Upload it again, or send what the storage returned for it.`;
  const sameChecksum =
    checksum === undefined || (checksumAlgorithm && part.checksums[checksumAlgorithm]) === checksum;
  if (bare(etag) !== bare(part.etag)) errors.add(`#/parts/${index}/etag`, detail);
  if (!sameChecksum) errors.add(`#/parts/${index}/checksum`, detail);
}

/** Adds an error for each part that S3 would refuse to join. */
function addUnfit(errors: ErrorList, { checksumAlgorithm }: Promised, parts: readonly StoredPart[]): void {
  for (const [index, { partNumber, size, checksums }] of parts.entries()) {
    if (checksumAlgorithm && checksums[checksumAlgorithm] === undefined) {
      const detail = `Part ${partNumber} has no ${checksumAlgorithm} checksum. Upload it again with one.`;
      errors.add('#/parts', detail);
    } else if (size < MIN_PART_SIZE && index < parts.length - 1) {
      const detail = `Part ${partNumber} has ${size} bytes; only the last part may have less than ${MIN_PART_SIZE}.`;
      errors.add('#/parts', detail);
    }
  }
}

const bare = (etag: string): string => etag.replaceAll('"', '');
