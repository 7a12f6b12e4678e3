import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../clients/api-client.js';
import { tenantEntry } from './in-process-api.js';
import { MisbehavingProxy, type PeerAnswer, type PeerRequest } from '../fakes/misbehaving-proxy.js';
import { startProdProcess, type ProdOptions, type ProdProcess } from './prod-process.js';
import { newSealingKeys } from '../fakes/sealing-keys.js';

const ROLE = 'arn:aws:iam::222222222222:role/team-a-presign';

/** The API of one tenant with a role, with an AWS that gives it a session and has an empty bucket. */
export class ApiWithRole implements AsyncDisposable {
  private constructor(
    readonly api: ProdProcess,
    readonly aws: MisbehavingProxy,
    private readonly folder: string,
    readonly client: ApiClient,
  ) {}

  static async start(options: ProdOptions = {}): Promise<ApiWithRole> {
    const aws = await MisbehavingProxy.start((request) => Promise.resolve(answerOfAws(request)));
    const folder = await mkdtemp(join(tmpdir(), 'watched-'));
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'eyJhbGciOiJub25lIn0.e30.');
    const sealingKeysFile = join(folder, 'sealing-keys.json');
    await writeFile(sealingKeysFile, newSealingKeys());
    const env = {
      ...process.env,
      ...options.env,
      SEALING_KEYS_FILE: sealingKeysFile,
      AWS_ROLE_ARN: ROLE,
      AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
      AWS_ENDPOINT_URL_STS: aws.url,
    };
    const credentials = { type: 'web-identity', roleArn: ROLE };
    const entry = tenantEntry('team-a', { endpoint: aws.url, account: '222222222222', credentials });
    const api = await startProdProcess([entry], { ...options, env });
    const token = await api.issuer.token({ sub: 'u1', tenants: ['team-a'] });
    return new ApiWithRole(api, aws, folder, new ApiClient(api.url, 'team-a', token));
  }

  get metricsUrl(): string {
    return `${this.api.managementUrl}/metrics`;
  }

  /** Makes requests of every kind that metrics count: signed, refused, in a batch, and at S3. */
  async use(): Promise<void> {
    await this.client.sign('downloads', { key: 'a.txt' });
    await this.client.sign('uploads', { key: 'a.txt' });
    await this.client.post('/downloads', { key: '../a.txt' });
    await this.client.post('/multipart-uploads', { key: 'a.txt', contentLength: 1 });
    await this.client.send('/v1/tenants/team-a/objects?prefix=');
    const operations = ['a', 'b'].map((key) => ({ operation: 'download', key }));
    await this.client.post('/batches', { operations });
    await new ApiClient(this.api.url, 'team-a', 'x').post('/downloads', {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.stop();
    await this.aws[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

/** Returns a session of an hour, or the answer of an empty bucket. */
function answerOfAws({ body }: PeerRequest): PeerAnswer {
  const headers = { 'content-type': 'text/xml' };
  if (!body.includes('Action=AssumeRole')) return { status: 200, headers, body: '<ListBucketResult/>' };
  const session = new URLSearchParams(body).get('RoleSessionName');
  const end = new Date(Date.now() + 3_600_000).toISOString();
  return {
    status: 200,
    headers,
    body:
      '<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>' +
      '<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>' +
      `<SessionToken>t</SessionToken><Expiration>${end}</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>a:b</AssumedRoleId>` +
      `<Arn>arn:aws:sts::222222222222:assumed-role/team-a-presign/${session}</Arn></AssumedRoleUser>` +
      '</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>',
  };
}
