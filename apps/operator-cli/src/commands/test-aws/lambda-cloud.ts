import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GetRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { stringify } from 'yaml';
import { POLICY_NAME, denyIssuedBefore, secondAfter } from '../tenant-revoke/revocation.js';
import type { Cloud, DeployedApi } from './journey.js';
import type { JourneyOptions } from './options.js';
import { RUN_TAG, namesOf, rootOf } from './root.js';
import { tenantFileOf } from './tenant-file.js';

/** Two accounts of AWS, by Terraform and the SDK, with the profiles' credentials. */
export class AwsCloud implements Cloud {
  readonly applying =
    'Terraform applies modules lambda and tenant in the two accounts, with a state of its own.';
  readonly notShown = ['IRSA and Pod Identity: this journey takes a Lambda function for the cluster'];
  readonly #names: ReturnType<typeof namesOf>;
  readonly #folder: string;
  readonly #terraform: string;

  /** @param root of the repository */
  constructor(
    private readonly options: JourneyOptions,
    private readonly root: string,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.#names = namesOf(options.runId);
    this.#folder = join(root, '.test-aws', options.runId);
    this.#terraform = env['TERRAFORM'] ?? 'terraform';
  }

  async account(index: 0 | 1): Promise<string> {
    const sts = new STSClient(this.#config(index));
    const { Account = 'unknown' } = await sts.send(new GetCallerIdentityCommand({}));
    return Account;
  }

  async existing(): Promise<readonly string[]> {
    const { bucket, functionRole, tenantRole } = this.#names;
    const roleExists = (index: 0 | 1, RoleName: string) =>
      exists(() => new IAMClient(this.#config(index)).send(new GetRoleCommand({ RoleName })));
    const s3 = new S3Client(this.#config(1));
    const found = await Promise.all([
      exists(() => s3.send(new HeadBucketCommand({ Bucket: bucket }))),
      roleExists(0, functionRole),
      roleExists(1, tenantRole),
    ]);
    return [bucket, functionRole, tenantRole].filter((_, index) => found[index]);
  }

  async apply(): Promise<DeployedApi> {
    mkdirSync(this.#folder, { recursive: true });
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const zip = this.#package({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'journey' }] });
    const modules = relative(this.#folder, join(this.root, 'infra/terraform/modules'));
    const provider = (index: 0 | 1) => ({ profile: this.options.profiles[index] });
    writeFileSync(
      join(this.#folder, 'main.tf.json'),
      JSON.stringify(rootOf(this.options, modules, zip, provider), null, 2),
    );
    this.#run('init', '-input=false');
    this.#run('apply', '-input=false', '-auto-approve');
    const url = JSON.parse(this.#run('output', '-json', 'url')) as string;
    const { issuer, audience } = tenantFileOf(this.options).issuers[0]!;
    return {
      token: () =>
        new SignJWT({ sub: 'journey', tenants: [this.#names.tenant] })
          .setProtectedHeader({ alg: 'ES256', kid: 'journey' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(privateKey),
      call: async (path, body, token) => {
        const response = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(body),
        });
        return { status: response.status, body: await response.text() };
      },
    };
  }

  async revoke(): Promise<void> {
    await new IAMClient(this.#config(1)).send(
      new PutRolePolicyCommand({
        RoleName: this.#names.tenantRole,
        PolicyName: POLICY_NAME,
        PolicyDocument: denyIssuedBefore(secondAfter(Date.now())),
      }),
    );
  }

  async destroy(): Promise<void> {
    if (!existsSync(join(this.#folder, 'terraform.tfstate'))) return;
    await this.#empty();
    this.#run('destroy', '-input=false', '-auto-approve');
    rmSync(this.#folder, { recursive: true });
  }

  /** Only a bucket with the run's tag is emptied. */
  async #empty(): Promise<void> {
    const Bucket = this.#names.bucket;
    const s3 = new S3Client(this.#config(1));
    if (!(await exists(() => s3.send(new HeadBucketCommand({ Bucket }))))) return;
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    if (!TagSet.some(({ Key, Value }) => Key === RUN_TAG && Value === this.options.runId))
      throw new Error(`bucket ${Bucket} has no tag ${RUN_TAG} of this run, and is left alone`);
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (Objects.length === 0) return;
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  }

  #package(jwks: object): string {
    const folder = join(this.#folder, 'package');
    run('npm', ['run', '--silent', 'package', '--', 'lambda', folder], this.root);
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(jwks));
    writeFileSync(join(folder, 'tenants.yaml'), stringify(tenantFileOf(this.options)));
    const zip = join(this.#folder, 'lambda.zip');
    run('zip', ['-qr', zip, '.'], folder);
    return zip;
  }

  #config(index: 0 | 1) {
    const { profiles, region } = this.options;
    return { region, credentials: fromIni({ profile: profiles[index] }) };
  }

  #run(...args: string[]): string {
    return run(this.#terraform, args, this.#folder);
  }
}

/** @throws Error with the program's own words, where it fails */
function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (error) throw new Error(`${program} can't be run: ${error.message}`, { cause: error });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

/** A refusal says that something of the name is there, of another account perhaps. @throws what isn't about the thing */
async function exists(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    const code = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (code === 404) return false;
    if (code === 301 || code === 403) return true;
    throw error;
  }
}
