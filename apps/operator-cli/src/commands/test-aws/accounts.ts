import {
  DeleteRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { POLICY_NAME, denyIssuedBefore, secondAfter } from '../tenant-revoke/revocation.js';
import type { JourneyOptions } from './options.js';
import { RUN_TAG, namesOf, providerArn, tenantRoleArn } from './root.js';

/** The two AWS accounts, called by the SDK with the credentials of the two profiles. */
export class Accounts {
  readonly #names: ReturnType<typeof namesOf>;

  constructor(private readonly options: JourneyOptions) {
    this.#names = namesOf(options.runId);
  }

  /** Returns the account of a profile's credentials. */
  async id(index: 0 | 1): Promise<string> {
    const { Account = 'unknown' } = await new STSClient(this.#config(index)).send(
      new GetCallerIdentityCommand({}),
    );
    return Account;
  }

  roleExists(index: 0 | 1, RoleName: string): Promise<boolean> {
    return exists(() => new IAMClient(this.#config(index)).send(new GetRoleCommand({ RoleName })));
  }

  bucketExists(): Promise<boolean> {
    const { bucket: Bucket } = this.#names;
    return exists(() => new S3Client(this.#config(1)).send(new HeadBucketCommand({ Bucket })));
  }

  /** Returns whether the tenant's account has an OIDC provider for an issuer. */
  providerExists(issuer: string): Promise<boolean> {
    const OpenIDConnectProviderArn = providerArn(this.options, issuer);
    return exists(() =>
      new IAMClient(this.#config(1)).send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
    );
  }

  /** Returns whether STS issues a session of the tenant's role for a service account's token. */
  async becomesTenant(WebIdentityToken: string): Promise<boolean> {
    const sts = new STSClient({ region: this.options.region });
    const RoleArn = tenantRoleArn(this.options);
    return isAllowed(() =>
      sts.send(
        new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'journey', WebIdentityToken }),
      ),
    );
  }

  /** Revokes all sessions of the tenant's role. */
  async revoke(): Promise<void> {
    await new IAMClient(this.#config(1)).send(
      new PutRolePolicyCommand({
        RoleName: this.#names.tenantRole,
        PolicyName: POLICY_NAME,
        PolicyDocument: denyIssuedBefore(secondAfter(Date.now())),
      }),
    );
  }

  /**
   * Deletes what the run made outside Terraform: IAM deletes no role with other policies, and S3 no bucket with
   * objects.
   */
  async clear(): Promise<void> {
    const policy = { RoleName: this.#names.tenantRole, PolicyName: POLICY_NAME };
    await exists(() => new IAMClient(this.#config(1)).send(new DeleteRolePolicyCommand(policy)));
    await this.emptyBucket();
  }

  /** Deletes the bucket's objects. @throws Error if the bucket lacks the run's tag */
  async emptyBucket(): Promise<void> {
    if (!(await this.bucketExists())) return;
    const Bucket = this.#names.bucket;
    const s3 = new S3Client(this.#config(1));
    const tags = await s3.send(new GetBucketTaggingCommand({ Bucket })).catch(noTags);
    if (!tags.TagSet?.some(({ Key, Value }) => Key === RUN_TAG && Value === this.options.runId))
      throw new Error(`bucket ${Bucket} has no tag ${RUN_TAG} of this run, and was not deleted`);
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (Objects.length === 0) return;
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  }

  #config(index: 0 | 1) {
    const { profiles, region } = this.options;
    return { region, credentials: fromIni({ profile: profiles[index] }) };
  }
}

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Returns an empty answer for the error of a bucket without tags. @throws any other error */
function noTags(error: unknown): { TagSet?: { Key?: string; Value?: string }[] } {
  if ((error as Error).name === 'NoSuchTagSet') return {};
  throw error;
}

/**
 * Returns whether a resource exists. A refusal counts as yes, since another account may have a resource of that name.
 *
 * @throws errors that say nothing about the resource
 */
async function exists(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    const code = statusOf(error);
    if (code === 404) return false;
    if (code === 301 || code === 403) return true;
    throw error;
  }
}

/** Returns whether a call is allowed. @throws errors that are not refusals, such as an outage */
export async function isAllowed(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    const code = statusOf(error) ?? 0;
    if (code >= 400 && code < 500) return false;
    throw error;
  }
}
