import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { HELP } from '../../apps/operator-cli/src/commands/sealing-rotate/command.js';
import { sealingCommand } from '../../apps/operator-cli/src/commands/tenant-new/sealing-secret.js';
import { createTenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment } from './support/deployment.js';
import { Operator } from './support/operator.js';

// Rotates the sealing keys with the unchanged commands of sealing:rotate --help, while multipart uploads are under way.

const cluster = inject('cluster');
const TENANT = 'team-a-sealing';
const REQUEST = { key: 'app/slow.txt', contentType: 'text/plain', contentLength: 5_000 };
const UPLOADS_PER_SECOND = 5; // each takes four requests

const lines = HELP.split('\n').filter((line) => /^  (?:namespace=|get\(\)|put\(\)|keys=|npm run)/.test(line));
const [settings, get, put, append, afterAppend, promote, afterPromote, keepFirst, dropOld] = lines;

describe('while uploads are under way', () => {
  let operator: Operator;
  let deployment: Deployment;
  let caller: Caller;

  const paste = (...steps: (string | undefined)[]) =>
    operator.paste([settings!.replace('team-a', TENANT), get, put, ...steps].join('\n'));
  const status = (...args: string[]) => operator.run(['sealing:status', TENANT, ...args]);
  const begin = async () => {
    const { json } = await caller.post('/multipart-uploads', REQUEST);
    return (json as { uploadId: string }).uploadId;
  };
  /** Returns the status of a call with an uploadId, which shows whether the API can still decrypt it. */
  const opens = async (uploadId: string) =>
    (await caller.post(`/multipart-uploads/${uploadId}/parts`, { parts: [{ partNumber: 1 }] })).status;

  beforeAll(async () => {
    operator = await Operator.at(cluster);
    const account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.apply(cluster, { of: 'team-a', namespace: TENANT, account });
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(async () => {
    await deployment?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  it('without the Secret nothing is sealed; with it, soon, in every pod', async () => {
    expect(await caller.post('/multipart-uploads', REQUEST)).toMatchObject({
      status: 503,
      json: { code: 'sealing_unavailable' },
    });
    expect(await status()).toMatchObject({
      code: 1,
      err: expect.stringContaining('has no Secret') as string,
    });
    await operator.paste(sealingCommand(TENANT));
    expect(await status('--wait', '180')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^The Secret: [\d-]+, which seals\n(?:tenant-presign-\S+: has them\n){2}$/,
      ) as string,
    });
    expect(await caller.post('/multipart-uploads', REQUEST)).toMatchObject({ status: 201 });
  });

  it(
    'a key is added, sealed with, and the old one dropped: not one upload fails',
    { timeout: 240_000 },
    async () => {
      expect(lines).toHaveLength(9);
      const before = await begin();
      const { begun, failed } = await caller.uploadWhile(UPLOADS_PER_SECOND, async () => {
        await paste(append);
        await paste(afterAppend);
        await paste(promote, afterPromote);
        expect(await status()).toMatchObject({ code: 0 });
      });
      expect(failed).toEqual([]);
      expect(begun).toBeGreaterThan(5 * UPLOADS_PER_SECOND);
      expect(await opens(before)).toBe(200); // as long as the old key exists

      const after = await begin();
      const { failed: late } = await caller.uploadWhile(UPLOADS_PER_SECOND, () =>
        paste(keepFirst, afterPromote),
      );
      expect(late).toEqual([]);
      expect(await opens(after)).toBe(200);
      expect(
        await caller.post(`/multipart-uploads/${before}/parts`, { parts: [{ partNumber: 1 }] }),
      ).toMatchObject({
        status: 409,
        json: { code: 'upload_not_active' },
      });
    },
  );

  it('--drop-old ends all that was sealed, and new uploads go on', async () => {
    const before = await begin();
    await paste(dropOld, afterPromote);
    expect(await opens(before)).toBe(409);
    expect(await opens(await begin())).toBe(200);
  });
});
