import type { Action } from '#tenant-file';

/** STS API Reference, AssumeRole, Policy: characters. What STS packs it into may be too large nevertheless. */
const LONGEST = 2048;

/** IAM's name of what a URL of an action does; an upload may set tags. Listings are the service's own calls. */
const IAM_ACTIONS: Readonly<Record<Exclude<Action, 'list'>, readonly string[]>> = {
  download: ['s3:GetObject'],
  upload: ['s3:PutObject', 's3:PutObjectTagging'],
  delete: ['s3:DeleteObject'],
  downloadVersion: ['s3:GetObjectVersion'],
  deleteVersion: ['s3:DeleteObjectVersion'],
};
type SignedAction = keyof typeof IAM_ACTIONS;
const SIGNED_ACTIONS = Object.keys(IAM_ACTIONS) as SignedAction[];

/** A tenant's bucket, as policies name it. */
export interface PolicyTerms {
  /** The bucket, or the ARN of an access point. */
  readonly bucket: string;
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  readonly keyPrefix: string;
  /** Whether the bucket may be encrypted by KMS. */
  readonly kms: boolean;
}

/** What a session may do at most: beyond it STS lets nothing through that the role itself may do. */
export interface SessionPolicy {
  readonly policy: string;
  /** For where STS can't pack the policy: all keys of the tenant, for these actions. */
  readonly wider: string;
  /** Whether `policy` is of the caller's prefixes. */
  readonly narrowed: boolean;
}

/**
 * The caller's grants as a session policy, compact JSON. Where that is too long, the prefixes are left out: the session is
 * wider then, and still the subject's.
 *
 * @param prefixes under which the caller may do something, without the tenant's own
 */
export function sessionPolicy(
  terms: PolicyTerms,
  prefixes: (action: SignedAction) => readonly string[],
): SessionPolicy {
  const granted = SIGNED_ACTIONS.map((action) => [action, prefixes(action)] as const).filter(
    ([, some]) => some.length > 0,
  );
  const byPrefixes = Map.groupBy(granted, ([, some]) => JSON.stringify(some));
  const narrow = [...byPrefixes.values()].map((alike) =>
    allow(
      terms,
      alike.map(([action]) => action),
      alike[0]![1],
    ),
  );
  const actions = granted.map(([action]) => action);
  const wider = document(terms, [allow(terms, actions.length > 0 ? actions : SIGNED_ACTIONS, [''])]);
  const policy = document(terms, narrow);
  const narrowed = narrow.length > 0 && policy.length <= LONGEST;
  return { policy: narrowed ? policy : wider, wider, narrowed };
}

function allow(
  { bucket, partition, keyPrefix }: PolicyTerms,
  actions: SignedAction[],
  prefixes: readonly string[],
) {
  const objects = bucket.startsWith('arn:') ? `${bucket}/object/` : `arn:${partition}:s3:::${bucket}/`;
  return {
    Effect: 'Allow',
    Action: actions.flatMap((action) => IAM_ACTIONS[action]),
    Resource: prefixes.map((prefix) => `${objects}${literally(keyPrefix + prefix)}*`),
  };
}

/** Permissions of the role for its key are needed in the session, too. */
const KMS = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };

const document = ({ kms }: PolicyTerms, statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: kms ? [...statements, KMS] : statements });

/** IAM User Guide, "IAM policy elements: Variables and tags", special characters: a claim may hold wildcards. */
const literally = (text: string): string => text.replace(/[*?$]/g, (character) => `\${${character}}`);
