import { invalidRequest } from '../../platform/problems/api-error.js';

// The limits are from the S3 User Guide, "Amazon S3 multipart upload limits".

const MIB = 1024 ** 2;
export const MIN_PART_SIZE = 5 * MIB;
export const MAX_PART_SIZE = 5 * 1024 * MIB;
export const MAX_PARTS = 10_000;
export const MAX_OBJECT_SIZE = 5 * 1024 ** 4;
/**
 * The default part size in bytes: small enough for sending a part again, and large enough to keep the number of signed
 * parts low.
 */
const USUAL_PART_SIZE = 8 * MIB;

/** The division of an object into parts. If the object's size is unknown, so is the number of parts. */
export interface PartPlan {
  /** The size in bytes of every part but the last. */
  readonly partSize: number;
  /** The size in bytes of the whole object. */
  readonly size?: number | undefined;
}

/**
 * Returns a plan with parts of 8 MiB, or with the smallest number of whole MiB for which 10,000 parts are enough.
 *
 * @param size size of the object in bytes, 1 or more
 * @param wanted requested part size in bytes, within S3's limits
 * @throws ApiError `invalid_request` if more than 10,000 parts of the wanted size were needed
 */
export function planParts(size: number | undefined, wanted?: number): PartPlan {
  if (size === undefined) return { partSize: wanted ?? USUAL_PART_SIZE };
  const least = Math.ceil(size / MAX_PARTS / MIB) * MIB;
  const partSize = wanted ?? Math.max(USUAL_PART_SIZE, least);
  if (Math.ceil(size / partSize) > MAX_PARTS) {
    const detail = `Would make more than ${MAX_PARTS} parts. Send at least ${least}, or leave partSize out.`;
    throw invalidRequest({ pointer: '#/partSize', detail });
  }
  return { partSize, size };
}

/** Returns the number of parts; `undefined` if it is unknown (up to 10,000). */
export const partCount = ({ partSize, size }: PartPlan): number | undefined =>
  size === undefined ? undefined : Math.ceil(size / partSize);

/**
 * Returns the size of a part in bytes; `undefined` if the plan does not define it.
 *
 * @param partNumber 1 to `partCount`
 */
export function partLength(plan: PartPlan, partNumber: number): number | undefined {
  if (plan.size === undefined) return undefined;
  return Math.min(plan.partSize, plan.size - (partNumber - 1) * plan.partSize);
}
