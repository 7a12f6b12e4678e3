import { get, list, text } from '../kustomize/data.js';
import type { Way } from '../terraform/facts.js';
import { LIST_VERSIONS, grantedAsIs, type Grant } from '../terraform/granted.js';

// What policy documents, as AWS has them, come to in the words of tenant file and Terraform.

/** The action of a grant that an action of IAM stands for. What comes along with one of them stands for nothing. */
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

/** @param trust the role's trust policy @returns its ways, one for each statement */
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

/** @param policies all of the role's own documents @param bucket its name */
export function grantedByPolicies(policies: readonly unknown[], bucket: string): readonly string[] {
  const grants = policies.flatMap((policy) =>
    many(get(policy, 'Statement')).flatMap((each) => grantsOf(each, bucket)),
  );
  return grantedAsIs(grants);
}

/** @returns seconds; `undefined` where the bucket refuses no age */
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

/** Listing one key, by which the service proves the bucket, is no caller's grant. */
function listGrants(action: string, statement: unknown): Grant[] {
  const condition = get(statement, 'Condition');
  if (get(condition, 'NumericLessThanEquals', 's3:max-keys') !== undefined) return [];
  const like = get(condition, 'StringLike', 's3:prefix');
  const prefixes = like === undefined ? [''] : many(like).map((each) => words(each).replace(/\*$/, ''));
  return [{ actions: [action], prefixes }];
}

/** Of a resource of this bucket the prefix; another resource whole, which no tenant file grants. */
function prefixOf(resource: string, bucket: string): string {
  const [, name, rest] = /^arn:[\w-]+:s3:::([^/]+)\/(.*)\*$/s.exec(resource) ?? [];
  return name === bucket ? rest! : resource;
}

const many = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? list(value) : value === undefined ? [] : [value];
const words = (value: unknown): string => text(value) ?? JSON.stringify(value);
/** Absence is a fact too: nothing is asked for. */
const said = (value: unknown): string => (value === undefined ? 'anybody’s' : words(value));
