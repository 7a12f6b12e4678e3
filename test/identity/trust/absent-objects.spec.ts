import { describe, expect, it } from 'vitest';
import type { MultipartUploadAnswer } from '../../../apps/api/src/features/multipart-uploads/multipart.responses.js';
import type { UploadAnswer } from '../../../apps/api/src/features/uploads/upload.response.js';
import type { Policy } from '../../support/clients/account-b.js';
import { use } from '../../support/clients/api-client.js';
import { SealingKeysFile } from '../../support/fakes/sealing-keys.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { clusterAndTeam } from '../support/for-all.js';
import { ROLE } from '../support/world.js';

const BODY = 'hello';
const UNKNOWN = 'The object does not exist, or the role may not read it.';
const MULTIPART = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

const world = clusterAndTeam();

/**
 * Sets the role's permissions: these actions on objects. The role may list one key, which the API needs to verify the
 * bucket. It may list more only if the actions say so.
 */
function permit(...actions: string[]): Promise<void> {
  const { account, bucket } = world().team;
  const proof = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: `arn:aws:s3:::${bucket}`,
    ...(!actions.includes('s3:ListBucket') && {
      Condition: { NumericLessThanEquals: { 's3:max-keys': '1' } },
    }),
  };
  const objects = { Effect: 'Allow', Action: actions, Resource: `arn:aws:s3:::${bucket}/*` };
  const policy: Policy = { Version: '2012-10-17', Statement: [objects, proof] };
  return account.permit(ROLE, policy);
}

async function signed({ client }: Deployment, key: string): Promise<UploadAnswer> {
  return client.sign('uploads', { key, contentType: 'text/plain', receipt: true });
}
const confirm = ({ client }: Deployment, { receipt }: UploadAnswer) =>
  client.post('/confirmations', { receipt });

/** Returns the numbers of HEAD requests to S3 by status, as the metrics on the management port count them. */
async function answersToHead(pod: Deployment): Promise<Record<string, string>> {
  const metrics = await pod.api.metrics();
  const counts = metrics.matchAll(
    /presign_aws_call_duration_seconds_count\{.*operation="HeadObject",status="(\w+)"\} (\d+)/g,
  );
  return Object.fromEntries(Array.from(counts, ([, status, count]) => [status, count]));
}

describe('a role that may not list', () => {
  it('has uploads confirmed that are there, and not those that are not, without a warning', async () => {
    await permit('s3:PutObject', 's3:GetObject');
    await using keys = await SealingKeysFile.create();
    await using pod = await deploy({ ...world(), env: { SEALING_KEYS_FILE: keys.path } });
    await pod.api.ready();
    const upload = await signed(pod, 'unlisted/a.txt');
    expect(await confirm(pod, upload)).toMatchObject({
      status: 409,
      json: { code: 'retry_upload', errors: [{ detail: UNKNOWN }] },
    });
    await use(upload, { body: BODY });
    expect(await confirm(pod, upload)).toMatchObject({ status: 200, json: { confirmed: true } });
    expect(pod.api.output).not.toContain('"level":"warn"');
    expect(await answersToHead(pod)).toEqual({ 200: '1', 403: '1' });
    expect(await pod.api.health('ready')).toEqual({ status: 'up', reasons: [] });
  });
});

describe('a role that may only write', () => {
  it('completes uploads in parts, and has none confirmed, without a warning', async () => {
    await permit('s3:PutObject', ...MULTIPART);
    await using keys = await SealingKeysFile.create();
    await using pod = await deploy({ ...world(), env: { SEALING_KEYS_FILE: keys.path } });
    await pod.api.ready();
    const upload = await signed(pod, 'written/a.txt');
    await use(upload, { body: BODY });
    expect(await confirm(pod, upload)).toMatchObject({
      status: 409,
      json: { errors: [{ detail: UNKNOWN }] },
    });

    const key = 'written/b.txt';
    const request = { key, contentType: 'text/plain', contentLength: BODY.length };
    const { json } = await pod.client.post<MultipartUploadAnswer>('/multipart-uploads', request);
    await use(json.parts[0]!, { body: BODY });
    const complete = () => pod.client.post(`/multipart-uploads/${json.uploadId}/complete`, {});
    const completed = await complete();
    expect(completed).toMatchObject({ status: 200, json: { key, size: BODY.length } });
    expect(pod.api.output).not.toContain('"level":"warn"');
    await permit('s3:PutObject', 's3:GetObject', 's3:ListBucket', ...MULTIPART);
    expect((await complete()).json).toEqual(completed.json); // this is S3's own answer
  });
});
