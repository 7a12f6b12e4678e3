import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { createCRC64 } from 'hash-wasm';

// The thread that digests. Node runs this file directly, so that it has only types that Node can strip, and no imports
// of our own.

/** A request to the thread. The bytes are moved in both directions without a copy. */
interface Question {
  readonly id: number;
  readonly algorithm: 'CRC64NVME' | 'SHA256' | 'MD5';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const crc = await createCRC64('9a6c9329ac4bc9b5');
const digests = {
  MD5: (bytes: Uint8Array) => createHash('md5').update(bytes).digest(),
  SHA256: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
  CRC64NVME: (bytes: Uint8Array) => crc.init().update(bytes).digest('binary'),
};

parentPort!.on('message', ({ id, algorithm, bytes }: Question) => {
  const digest = Uint8Array.from(digests[algorithm](bytes));
  parentPort!.postMessage({ id, bytes, digest }, [bytes.buffer]);
});
