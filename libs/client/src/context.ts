import type { Api } from './api/api.js';
import type { Hashing } from './hash/hashing.js';
import type { Journal } from './upload/journal.js';
import type { Send } from './storage/send.js';
import type { AdaptiveLimit } from './work/adaptive-limit.js';
import type { RetryOptions } from './work/retry.js';
import type { Buffers } from './work/buffers.js';
import type { Semaphore } from './work/semaphore.js';

/** The state that all transfers of one client share. */
export interface Context {
  readonly api: Api;
  readonly send: Send;
  readonly hashing: Hashing;
  /** The limit of simultaneous requests to the storage. */
  readonly requests: AdaptiveLimit;
  /** The buffers for parts and ranges of the usual lengths. */
  readonly buffers: Buffers;
  /** The limit of bytes in memory. */
  readonly memory: Semaphore;
  readonly retries: RetryOptions;
  readonly journal: Journal | undefined;
  /** The algorithms of part digests that the storage is known not to check. */
  readonly uncheckedAlgorithms: Set<'CRC64NVME' | 'SHA256'>;
  /** Whether the client asks the storage for the checksums of downloads. */
  readonly checksums: { areAsked: boolean };
  /** Whether every header of a response can be read. Browsers hide some. */
  readonly seesAllHeaders: boolean;
}

/** The number of bytes that the transfers of one client hold in memory at once. A single part may be larger. */
export const MEMORY = 40 * 1024 ** 2;

/** The size up to which an object is sent or fetched in one request, and the usual size of a part, in bytes. */
export const USUAL_PART = 8 * 1024 ** 2;

/**
 * The number of bytes of a large object that are received before they are written. They stay in the processor's cache
 * until then.
 */
export const PIECE = 1024 ** 2;
