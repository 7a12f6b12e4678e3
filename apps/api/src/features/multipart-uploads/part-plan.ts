import { invalidRequest } from '../../platform/problems/api-error.js';

// S3 User Guide, "Amazon S3 multipart upload limits".

const MIB = 1024 ** 2;
export const MIN_PART_SIZE = 5 * MIB;
export const MAX_PART_SIZE = 5 * 1024 * MIB;
export const MAX_PARTS = 10_000;
export const MAX_OBJECT_SIZE = 5 * 1024 ** 4;
/** Small enough to send again, large enough not to sign all day. */
const USUAL_PART_SIZE = 8 * MIB;

/** How an object is cut into parts. If its size is unknown, so is the number of parts. */
export interface PartPlan {
  /** Bytes of every part but the last. */
  readonly partSize: number;
  /** Bytes of the whole. */
  readonly size?: number | undefined;
}

/**
 * Parts of 8 MiB, or of as many whole MiB as it takes to need no more than 10,000.
 *
 * @param size bytes, 1 or more
 * @param wanted bytes of a part, within S3's limits
 * @throws ApiError `invalid_request` where parts of the wanted size would be too many
 */
export function planParts(size: number | undefined, wanted?: number): PartPlan {
  if (size === undefined) return { partSize: wanted ?? USUAL_PART_SIZE };
  const least = Math.ceil(size / MAX_PARTS / MIB) * MIB;
  const partSize = wanted ?? Math.max(USUAL_PART_SIZE, least);
  if (Math.ceil(size / partSize) > MAX_PARTS) {
    const detail = `Makes more than ${MAX_PARTS} parts. Give at least ${least}, or leave it out.`;
    throw invalidRequest({ pointer: '#/partSize', detail });
  }
  return { partSize, size };
}

/** `undefined`: up to 10,000. */
export const partCount = ({ partSize, size }: PartPlan): number | undefined =>
  size === undefined ? undefined : Math.ceil(size / partSize);

/** Bytes of a part; `undefined` where the plan doesn't know. @param partNumber 1 to `partCount` */
export function partLength(plan: PartPlan, partNumber: number): number | undefined {
  if (plan.size === undefined) return undefined;
  return Math.min(plan.partSize, plan.size - (partNumber - 1) * plan.partSize);
}
