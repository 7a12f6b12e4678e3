import type { Api } from './api/api.js';
import type { Hashing } from './hash/hashing.js';
import type { Journal } from './upload/journal.js';
import type { Send } from './storage/send.js';
import type { AdaptiveLimit } from './work/adaptive-limit.js';
import type { RetryOptions } from './work/retry.js';
import type { Buffers } from './work/buffers.js';
import type { Semaphore } from './work/semaphore.js';

/** Everything that transfers of one client share. */
export interface Context {
  readonly api: Api;
  readonly send: Send;
  readonly hashing: Hashing;
  /** Requests to the storage. */
  readonly requests: AdaptiveLimit;
  /** For parts and ranges of the usual length. */
  readonly buffers: Buffers;
  /** Bytes in memory. */
  readonly memory: Semaphore;
  readonly retries: RetryOptions;
  readonly journal: Journal | undefined;
  /** Digests of parts that the storage was found not to check. */
  readonly uncheckedAlgorithms: Set<'CRC64NVME' | 'SHA256'>;
  /** Whether the storage is asked for checksums of what is downloaded. */
  readonly checksums: { areAsked: boolean };
  /** Whether every header of a response can be read, as browsers do not let. */
  readonly seesAllHeaders: boolean;
}

/** Bytes that transfers of one client hold in memory at once, unless a single part is larger. */
export const MEMORY = 40 * 1024 ** 2;

/** Bytes of a range that is read at once, and of an object that is sent in one request. */
export const USUAL_PART = 8 * 1024 ** 2;
