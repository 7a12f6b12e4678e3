import { ACCOUNT, AWS_REGION, BUCKET, KMS_KEY_ARN, ROLE_ARN } from '#tenant-file';
import { DNS_LABEL } from '#validation';
import type { Cluster } from '../../cluster/clusters.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import { parseImage, unpinned } from '../../kustomize/image.js';
import { partitionOf } from '../../kustomize/partition.js';
import type { CommandLine, Option } from './options.js';
import { USUAL, type Terms } from './terms.js';

export const CREDENTIALS = { irsa: 'irsa', 'pod-identity': 'pod-identity', chained: 'chained-role' } as const;
const SCALERS = ['hpa', 'keda', 'knative'] as const;
const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
/** Namespaces that no tenant may have. The cluster's profile names more. */
const TAKEN = /^(?:default|platform|kube-.*|knative-.*)$/;
const namespacesOf = ({ monitoring, gateway, knative, ingress }: ClusterProfile): readonly string[] => [
  ...monitoring,
  gateway.namespace,
  knative.serving,
  ...knative.ingress,
  ...ingress.namespaces,
];
/** The maximum length of a role's name; see IAM User Guide, "IAM and AWS STS quotas". */
const LONGEST_ROLE = 64;
/**
 * The suffix of the tenant's role in Terraform (module tenant); with a chained role, of the source role too (example
 * two-accounts).
 */
const TENANT_ROLE = '-presign';
const SOURCE_ROLE = '-presign-source';

const oneOf = (words: readonly string[]) => new RegExp(`^(?:${words.join('|')})$`);

/** The settings from which an overlay is made. All of them are valid. */
export interface TenantRequest {
  readonly name: string;
  readonly account: string;
  readonly bucket: string;
  readonly region: string;
  readonly roleArn: string;
  readonly credentials: keyof typeof CREDENTIALS;
  readonly sourceRoleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly kmsKeyArn: string | undefined;
  readonly scale: (typeof SCALERS)[number] | undefined;
  readonly host: string | undefined;
  /** The image; `undefined` for the cluster's. */
  readonly image: string | undefined;
  readonly issuer: string;
  /** Where the keys of the cluster's issuer are read; `undefined` if the issuer publishes them. */
  readonly keys: 'kubernetes' | undefined;
  readonly cluster: string;
  /** The image repository that the cluster's component names. */
  readonly repository: string;
  readonly createNamespace: boolean;
  readonly terms: Terms;
}

/** Validates the request. Lists all errors, each with its fix. */
export function validate(
  { names, createNamespace }: Pick<CommandLine, 'names' | 'createNamespace'>,
  values: ReadonlyMap<Option, string>,
  clusters: ReadonlyMap<string, Cluster>,
  terms: Terms = USUAL,
): { readonly request: TenantRequest; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const option = (name: Option, pattern: RegExp, form: string, otherwise?: string): string | undefined => {
    const value = values.get(name) ?? otherwise;
    if (value !== undefined && !pattern.test(value))
      errors.push(`--${name} is “${value}”; it must be ${form}`);
    return value;
  };
  const required = (name: Option, pattern: RegExp, form: string, otherwise?: string): string => {
    const value = option(name, pattern, form, otherwise);
    if (value === undefined) errors.push(`--${name} is missing: ${form}`);
    return value ?? '';
  };

  const cluster = chooseCluster(values.get('cluster'), clusters, errors);
  const suffix = values.get('credentials') === 'chained' ? SOURCE_ROLE : TENANT_ROLE;
  const name = validateName(names, suffix, cluster, errors);
  const roleForm = 'the ARN of a role, such as arn:aws:iam::222222222222:role/team-a-presign';
  const credentials = option(
    'credentials',
    oneOf(Object.keys(CREDENTIALS)),
    'irsa, pod-identity or chained',
    'irsa',
  );
  const request: TenantRequest = {
    name,
    account: required('account', ACCOUNT, 'the twelve digits of the account that has bucket and role'),
    bucket: required('bucket', BUCKET, 'the name of a bucket, or the ARN of an access point'),
    region: required('region', AWS_REGION, 'the bucket’s region, such as eu-west-1', cluster?.region),
    roleArn: required('role-arn', ROLE_ARN, roleForm),
    credentials: credentials as TenantRequest['credentials'],
    sourceRoleArn: option('source-role-arn', ROLE_ARN, roleForm),
    externalId: option('external-id', EXTERNAL_ID, '2 to 1,224 characters of [A-Za-z0-9_+=,.@:/-]'),
    kmsKeyArn: option('kms-key-arn', KMS_KEY_ARN, 'the ARN of a KMS key'),
    scale: option('scale', oneOf(SCALERS), 'hpa, keda or knative') as TenantRequest['scale'],
    host: option('host', HOST, 'a host name in lower case, such as team-a.presign.example'),
    image: values.get('image'),
    issuer: cluster?.issuer ?? '',
    keys: option('keys', oneOf(['kubernetes']), 'kubernetes') as TenantRequest['keys'],
    cluster: cluster?.name ?? '',
    repository: cluster === undefined ? '' : parseImage(cluster.image).repository,
    createNamespace,
    terms,
  };
  const wrong = request.image === undefined ? undefined : unpinned(request.image);
  if (wrong !== undefined) errors.push(`--image ${request.image} ${wrong}`);
  errors.push(...contradictions(request));
  return { request, errors };
}

/** Returns the named cluster, or the only one. */
function chooseCluster(
  named: string | undefined,
  clusters: ReadonlyMap<string, Cluster>,
  errors: string[],
): ClusterProfile | undefined {
  const known = [...clusters.keys()];
  const name = named ?? (known.length === 1 ? known[0] : undefined);
  const cluster = name === undefined ? undefined : clusters.get(name);
  if (cluster === undefined) {
    errors.push(
      named === undefined
        ? `--cluster is missing: one of ${known.join(', ') || 'none: write deploy/kustomize/clusters/NAME.yaml first'}`
        : `--cluster is “${named}”; it must be one of ${known.join(', ') || 'none'}`,
    );
    return undefined;
  }
  for (const { line, message } of cluster.errors)
    errors.push(`${cluster.file}${line === undefined ? '' : `:${line}`}: ${message}`);
  return cluster.profile;
}

function validateName(
  names: readonly string[],
  suffix: string,
  cluster: ClusterProfile | undefined,
  errors: string[],
): string {
  const [name, ...others] = names;
  const longest = LONGEST_ROLE - suffix.length;
  if (name === undefined)
    errors.push('NAME is missing; give the name of the tenant, which is also its namespace');
  else if (!DNS_LABEL.test(name)) {
    errors.push(`NAME is “${name}”; it must be a DNS label: lower-case letters, digits and “-”, up to 63`);
  } else if (TAKEN.test(name) || (cluster !== undefined && namespacesOf(cluster).includes(name))) {
    errors.push(`NAME is “${name}”, a namespace of the cluster itself; choose another`);
  } else if (name.length > longest) {
    errors.push(
      `NAME is “${name}”, of ${name.length} characters; it must have at most ${longest}: Terraform calls a role ${name}${suffix}, and IAM takes ${LONGEST_ROLE}`,
    );
  }
  if (others.length > 0)
    errors.push(`“${others.join(' ')}” can’t be read; give one NAME, and options with --`);
  return name ?? '';
}

function* contradictions(request: TenantRequest): Iterable<string> {
  const { account, roleArn, region, credentials, sourceRoleArn, externalId, kmsKeyArn, scale, host } =
    request;
  const [, partition, , , roleAccount] = roleArn.split(':');
  if (ROLE_ARN.test(roleArn) && ACCOUNT.test(account) && roleAccount !== account) {
    yield `--role-arn is of account ${roleAccount}, and --account is ${account}; role and bucket must be in the same account`;
  }
  if (ROLE_ARN.test(roleArn) && AWS_REGION.test(region) && partition !== partitionOf(region)) {
    yield `--role-arn is of partition ${partition}, and ${region} is in partition ${partitionOf(region)}; correct one of them`;
  }
  if (credentials === 'chained' && sourceRoleArn === undefined) {
    yield '--source-role-arn is missing; with --credentials chained, give the role in account A that assumes the tenant’s role';
  }
  if (credentials === 'chained' && sourceRoleArn === roleArn && roleArn !== '') {
    yield '--source-role-arn is the tenant’s role itself; give the role in account A that assumes it';
  }
  for (const [name, value] of [
    ['source-role-arn', sourceRoleArn],
    ['external-id', externalId],
  ] as const) {
    if (value !== undefined && credentials !== 'chained')
      yield `--${name} needs --credentials chained; add that, or leave the option out`;
  }
  const keyRegion = kmsKeyArn?.split(':')[3];
  if (keyRegion !== undefined && KMS_KEY_ARN.test(kmsKeyArn!) && keyRegion !== region) {
    yield `--kms-key-arn is of ${keyRegion}, and the bucket is of ${region}; both must be of one region`;
  }
  if (host !== undefined && scale === 'knative') {
    yield '--host and --scale knative exclude each other, because Knative has its own ingress; leave one out';
  }
}
