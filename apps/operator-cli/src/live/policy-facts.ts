import { get, list, text } from '../kustomize/data.js';
import type { Way } from '../terraform/facts.js';
import { LIST_VERSIONS, grantedAsIs, type Grant } from '../terraform/granted.js';

// This file translates AWS's policy documents into the words of the tenant file and of Terraform.

/**
 * The grant's action for each action of IAM. The actions in COMES_ALONG accompany these and are no grants themselves.
 */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:GetObject': 'download',
  's3:PutObject': 'upload',
  's3:DeleteObject': 'delete',
  's3:GetObjectVersion': 'downloadVersion',
  's3:DeleteObjectVersion': 'deleteVersion',
};
const COMES_ALONG = new Set([
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  's3:PutObjectTagging',
]);

/** Returns the ways to a role, one for each statement of its trust policy. @param trust the trust policy */
export const waysOfTrust = (trust: unknown): readonly Way[] => many(get(trust, 'Statement')).map(wayOf);

function wayOf(statement: unknown): Way {
  const federated = text(get(statement, 'Principal', 'Federated'));
  if (federated === undefined)
    return {
      sourceRoleArn: said(get(statement, 'Principal', 'AWS')),
      externalId: said(get(statement, 'Condition', 'StringEquals', 'sts:ExternalId')),
    };
  const issuer = federated.replace(/^.*:oidc-provider\//, '');
  const claim = (name: string) => said(get(statement, 'Condition', 'StringEquals', `${issuer}:${name}`));
  return { credentials: 'irsa', issuer, subject: claim('sub'), audience: claim('aud') };
}

/**
 * Returns what a role's policies grant.
 *
 * @param policies all inline policies of the role
 * @param bucket the name of the bucket
 */
export function grantedByPolicies(policies: readonly unknown[], bucket: string): readonly string[] {
  const grants = policies.flatMap((policy) =>
    many(get(policy, 'Statement')).flatMap((each) => grantsOf(each, bucket)),
  );
  return grantedAsIs(grants);
}

/**
 * Returns the maximum age of a signature that the bucket policy allows.
 *
 * @returns seconds; `undefined` if the policy has no such condition
 */
export function urlLifeOf(bucketPolicy: unknown): number | undefined {
  const ages = many(get(bucketPolicy, 'Statement'))
    .filter((each) => get(each, 'Effect') === 'Deny')
    .map((each) => Number(get(each, 'Condition', 'NumericGreaterThan', 's3:signatureAge')))
    .filter((age) => Number.isFinite(age));
  return ages.length === 0 ? undefined : Math.min(...ages) / 1000;
}

function grantsOf(statement: unknown, bucket: string): Grant[] {
  if (get(statement, 'Effect') !== 'Allow') return [];
  const prefixes = many(get(statement, 'Resource')).map((each) => prefixOf(words(each), bucket));
  return many(get(statement, 'Action')).flatMap((each): Grant[] => {
    const name = words(each);
    if (name === 's3:ListBucket') return listGrants('list', statement);
    if (name === 's3:ListBucketVersions') return listGrants(LIST_VERSIONS, statement);
    if (COMES_ALONG.has(name) || !name.startsWith('s3:')) return [];
    return [{ actions: [ACTIONS[name] ?? name], prefixes }];
  });
}

/**
 * Returns the grants of a statement that allows listing. A statement for a limited number of keys is not a caller's
 * grant: the service uses it to verify the bucket.
 */
function listGrants(action: string, statement: unknown): Grant[] {
  const condition = get(statement, 'Condition');
  if (get(condition, 'NumericLessThanEquals', 's3:max-keys') !== undefined) return [];
  const like = get(condition, 'StringLike', 's3:prefix');
  const prefixes = like === undefined ? [''] : many(like).map((each) => words(each).replace(/\*$/, ''));
  return [{ actions: [action], prefixes }];
}

/**
 * Returns the prefix of a resource in this bucket. Returns any other resource unchanged, which no tenant file grants.
 */
function prefixOf(resource: string, bucket: string): string {
  const [, name, rest] = /^arn:[\w-]+:s3:::([^/]+)\/(.*)\*$/s.exec(resource) ?? [];
  return name === bucket ? rest! : resource;
}

const many = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? list(value) : value === undefined ? [] : [value];
const words = (value: unknown): string => text(value) ?? JSON.stringify(value);
/** Returns a value as text. A missing condition is a fact too: then the role accepts any value. */
const said = (value: unknown): string => (value === undefined ? 'anybody’s' : words(value));
