import { Crc64Nvme } from '@aws-sdk/crc64-nvme';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineCrc64Nvme } from './crc64nvme-combine.js';
import { hex } from './text.js';
import { wasmDigest } from './wasm.js';

const piece = async (bytes: Uint8Array) => ({
  digest: await wasmDigest('CRC64NVME', bytes),
  length: bytes.byteLength,
});
const combined = async (pieces: readonly Uint8Array[]) =>
  hex(combineCrc64Nvme(await Promise.all(pieces.map(piece))));
const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });

async function bySdk(bytes: Uint8Array): Promise<string> {
  const crc = new Crc64Nvme();
  crc.update(bytes);
  return hex(await crc.digest());
}

describe('combineCrc64Nvme', () => {
  it('gives the published check value, however the text is cut', async () => {
    const text = new TextEncoder().encode('123456789'); // the check value of reveng, "CRC-64/NVME": ae8b14860a799888
    for (let at = 0; at <= text.length; at++) {
      expect(await combined([text.subarray(0, at), text.subarray(at)])).toBe('ae8b14860a799888');
    }
  });

  it('gives the digest that hash-wasm and the AWS SDK make of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (cut) => {
        const whole = Buffer.concat(cut);
        expect(await combined(cut)).toBe(hex(await wasmDigest('CRC64NVME', whole)));
        expect(await combined(cut)).toBe(await bySdk(whole));
      }),
    );
  });

  it('gives another one for pieces of which one is damaged or that are not in order', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(bytes, bytes, fc.nat(), async (one, other, at) => {
        fc.pre(Buffer.concat([one, other]).compare(Buffer.concat([other, one])) !== 0);
        const damaged = Uint8Array.from(one);
        damaged[at % one.length]! ^= 1;
        const right = await combined([one, other]);
        expect(await combined([damaged, other])).not.toBe(right);
        expect(await combined([other, one])).not.toBe(right);
      }),
    );
  });

  it('takes lengths of more than 32 bits', async () => {
    const zeros = await piece(new Uint8Array(2 ** 20));
    let doubled = zeros; // 1 MiB to 8 GiB of zeros, in 13 steps
    for (let step = 0; step < 13; step++) {
      doubled = { digest: combineCrc64Nvme([doubled, doubled]), length: doubled.length * 2 };
    }
    const many = combineCrc64Nvme(Array.from({ length: 8192 }, () => zeros));
    expect(hex(doubled.digest)).toBe(hex(many));
    expect(hex(combineCrc64Nvme([zeros, doubled]))).toBe(hex(combineCrc64Nvme([doubled, zeros])));
  });
});
