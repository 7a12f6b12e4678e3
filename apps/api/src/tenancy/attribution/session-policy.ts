import type { Action } from '#tenant-file';

/**
 * The maximum number of characters of a session policy (STS API Reference, AssumeRole, Policy). The packed form that
 * STS makes of a shorter policy may still be too large.
 */
const LONGEST = 2048;

/**
 * The IAM actions that a URL of each action needs. An upload may set tags. `list` is missing because the service itself
 * lists objects.
 */
const IAM_ACTIONS: Readonly<Record<Exclude<Action, 'list'>, readonly string[]>> = {
  download: ['s3:GetObject'],
  upload: ['s3:PutObject', 's3:PutObjectTagging'],
  delete: ['s3:DeleteObject'],
  downloadVersion: ['s3:GetObjectVersion'],
  deleteVersion: ['s3:DeleteObjectVersion'],
};
type SignedAction = keyof typeof IAM_ACTIONS;
const SIGNED_ACTIONS = Object.keys(IAM_ACTIONS) as SignedAction[];

/** The facts about a tenant's bucket that a session policy needs. */
export interface PolicyTerms {
  /** The name of the bucket, or the ARN of an access point. */
  readonly bucket: string;
  /** The AWS partition, such as `aws` or `aws-cn`. */
  readonly partition: string;
  readonly keyPrefix: string;
  /** True if the bucket may be encrypted with KMS. */
  readonly kms: boolean;
}

/**
 * The policy of an AWS session. A session never has more permissions than its role, and the policy restricts them
 * further.
 */
export interface SessionPolicy {
  readonly policy: string;
  /** A shorter policy, used if STS can't pack `policy`: it allows the same actions on all keys of the tenant. */
  readonly wider: string;
  /** True if `policy` restricts the session to the caller's prefixes. */
  readonly narrowed: boolean;
}

/**
 * Converts the caller's grants to a session policy in compact JSON. If the policy is too long, the prefixes are left
 * out. The session then has wider permissions, but is still issued for one subject.
 *
 * @param prefixes the prefixes of the caller's grants, without the tenant's own prefix
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

/**
 * The KMS statement of a policy. A session has the role's permissions for its key only if the session policy allows
 * them too.
 */
const KMS = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };

const document = ({ kms }: PolicyTerms, statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: kms ? [...statements, KMS] : statements });

/**
 * Escapes wildcards and the dollar sign, because a claim may hold them (IAM User Guide, "IAM policy elements: Variables
 * and tags", special characters).
 */
const literally = (text: string): string => text.replace(/[*?$]/g, (character) => `\${${character}}`);
