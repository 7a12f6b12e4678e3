import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { TenantEntry } from '#tenant-file';
import { POLICY_NAME, deniesIssuedBefore, iso } from '../commands/tenant-revoke/revocation.js';
import type { Facts } from '../terraform/facts.js';
import type { FactSource } from '../terraform/fact-source.js';
import { waysInWords } from '../terraform/ways.js';
import { grantedByPolicies, urlLifeOf, waysOfTrust } from './policy-facts.js';

/** The connection to AWS, for tests. Outside of tests, the SDK finds endpoint and credentials by itself. */
export type Connection = Pick<S3ClientConfig, 'endpoint' | 'forcePathStyle' | 'credentials'>;

/** The facts that AWS has about a tenant. */
export interface Answer {
  readonly factSource: FactSource;
  /** Temporary states that are not faults. */
  readonly notes: readonly string[];
}

/**
 * Reads the facts that AWS has about a tenant, with the caller's own credentials, which must belong to the tenant's
 * account. Makes no changes.
 *
 * @throws errors of IAM or S3
 */
export async function askAws(tenant: TenantEntry, connection: Connection = {}): Promise<Answer> {
  const { credentials, bucket, region } = tenant;
  const roleArn = 'roleArn' in credentials ? credentials.roleArn : undefined;
  if (roleArn === undefined) throw new Error('the tenant file names no role');
  const iam = new IAMClient({ region, ...connection });
  const s3 = new S3Client({ region, ...connection });
  try {
    const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const policies = await Promise.all(
      PolicyNames.map(async (PolicyName) => {
        const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return { name: PolicyName, document: document(PolicyDocument) };
      }),
    );
    const ways = waysOfTrust(document(Role?.AssumeRolePolicyDocument));
    const facts: Facts = {
      trusted: waysInWords(ways),
      ...known({ roleArn: Role?.Arn, session: Role?.MaxSessionDuration }),
      granted: grantedByPolicies(
        policies.map((policy) => policy.document),
        bucket,
      ),
      ...(await bucketFacts(s3, bucket)),
    };
    const file = `AWS account ${tenant.account ?? ''}`.trim();
    const notes = policies
      .filter(({ name }) => name === POLICY_NAME)
      .map((policy) => revoked(tenant.id, policy.document));
    return { factSource: { called: 'AWS', facts, ways, placeOf: () => ({ file }) }, notes };
  } finally {
    iam.destroy();
    s3.destroy();
  }
}

function revoked(tenant: string, policy: unknown): string {
  const before = deniesIssuedBefore(JSON.stringify(policy));
  const which = before === undefined ? 'some' : `those from before ${iso(before)}`;
  return `${tenant}: sessions are revoked, ${which}: docs/runbooks/revoke.md says when and how to remove the policy`;
}

async function bucketFacts(s3: S3Client, Bucket: string): Promise<Facts> {
  const [policy, cors, encryption] = await Promise.all([
    orNone(s3.send(new GetBucketPolicyCommand({ Bucket }))),
    orNone(s3.send(new GetBucketCorsCommand({ Bucket }))),
    orNone(s3.send(new GetBucketEncryptionCommand({ Bucket }))),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return {
    ...known({
      urlLife: urlLifeOf(document(policy?.Policy)) ?? 604_800, // the limit of S3 itself
      encryption: rule?.SSEAlgorithm === 'AES256' ? 'sse-s3' : rule?.KMSMasterKeyID,
    }),
    corsOrigins: [
      ...new Set(cors?.CORSRules?.flatMap(({ AllowedOrigins = [] }) => AllowedOrigins)),
    ].toSorted(),
  };
}

/** Returns the answer, or `undefined` if S3 answers that the bucket lacks this setting. @throws any other error */
async function orNone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    if (/^NoSuch(?:BucketPolicy|CORSConfiguration)|^ServerSideEncryptionConfigurationNotFound/.test(name))
      return undefined;
    if ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket') return undefined;
    throw error;
  }
}

/** Decodes a document of IAM, which is URL-encoded: IAM API Reference, GetRole. */
const document = (encoded: string | undefined): unknown =>
  encoded === undefined
    ? undefined
    : JSON.parse(encoded.startsWith('%7B') ? decodeURIComponent(encoded) : encoded);

const known = (facts: { readonly [Name in keyof Facts]?: Facts[Name] | undefined }): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts;
