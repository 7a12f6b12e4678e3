import { isDeepStrictEqual } from 'node:util';

/** The facts on which tenant file, overlay and Terraform must agree. */
export interface Facts {
  /** The tenant's id. */
  readonly name?: string;
  readonly account?: string;
  readonly bucket?: string;
  readonly region?: string;
  /** How pods get the role's credentials, in the words of tenant:new. */
  readonly credentials?: string;
  readonly roleArn?: string;
  readonly sourceRoleArn?: string;
  readonly externalId?: string;
  /** Whether sessions of a chained role may set a source identity (`sts:SourceIdentity`). */
  readonly sourceIdentity?: boolean;
  /** The encryption: `sse-s3`, `sse-kms`, or the ARN of the key. */
  readonly encryption?: string;
  /** The issuer of the cluster's tokens, without `https://`. */
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
  /** All ways to the role, in words. The tenant's side knows only its own way, and leaves this out. */
  readonly trusted?: readonly string[];
  /** The maximum length of a session, in seconds. */
  readonly session?: number;
  /** The maximum time that a URL is valid, in seconds. */
  readonly urlLife?: number;
  readonly corsOrigins?: readonly string[];
  /** An entry such as `download shared/` for each action and prefix. */
  readonly granted?: readonly string[];
  /** An entry such as `upload avatars/: maxUploadBytes 5242880` for each limit of each grant. */
  readonly limited?: readonly string[];
}

/** The facts of one way to a role: by a cluster's issuer, an association, or a chain. */
export type Way = Pick<
  Facts,
  'credentials' | 'issuer' | 'subject' | 'audience' | 'sourceRoleArn' | 'externalId' | 'sourceIdentity'
>;

export type FactName = keyof Facts;

/** The name of a fact, and the rule by which two sources agree on it. */
interface Rule {
  readonly what: string;
  /** Returns whether Terraform's value is sufficient for the tenant's. If left out, the values must be equal. */
  readonly suffices?: (tenant: never, terraform: never) => boolean;
  /** The consequence of a disagreement. */
  readonly why: string;
}

export const RULES: Readonly<Record<FactName, Rule>> = {
  name: { what: 'the tenant', why: 'the state belongs to another tenant' },
  account: { what: 'the account', why: 'the pod proves that it is in this account before it serves' },
  bucket: { what: 'the bucket', why: 'URLs would lead to another bucket' },
  region: { what: 'the bucket’s Region', why: 'URLs are signed for one Region' },
  credentials: { what: 'the way to the role', why: 'the role’s trust policy refuses every other way' },
  roleArn: { what: 'the role', why: 'the pod proves that it is this role before it serves' },
  sourceRoleArn: { what: 'the source role', why: 'the tenant’s role trusts only named roles' },
  externalId: { what: 'the external id', why: 'the role’s trust policy refuses every other id' },
  sourceIdentity: {
    what: 'the permission to set sts:SourceIdentity',
    suffices: (tenant: boolean, terraform: boolean) => terraform || !tenant,
    why: 'attribution sets it, and without the permission STS refuses the session',
  },
  encryption: {
    what: 'the encryption',
    why: 'the bucket refuses uploads with another key, which the role may not use',
  },
  issuer: { what: 'the cluster’s issuer', why: 'the role trusts only tokens of named clusters' },
  subject: { what: 'the trusted subject', why: 'the role trusts only one service account of a cluster' },
  audience: { what: 'the trusted audience', why: 'pods’ tokens for STS have only this audience' },
  trusted: { what: 'who may assume the role', why: 'every way must be intended' },
  session: {
    what: 'the length of a session',
    suffices: (tenant: number, terraform: number) => terraform >= tenant,
    why: 'STS refuses sessions that are longer than the role’s max_session_duration',
  },
  urlLife: {
    what: 'the longest life of a URL',
    why: 'the bucket refuses signatures older than max_expires_in, and accepts younger ones',
  },
  corsOrigins: {
    what: 'the origins of web pages',
    why: 'browsers let only these pages use URLs, and each origin must be intended',
  },
  granted: {
    what: 'what is granted',
    why: 'the service can sign only what the role may do, and the role should not be able to do more',
  },
  limited: {
    what: 'what grants are limited to',
    why: 'only the service enforces limits of grants, and the account’s owner agreed to these',
  },
};

/** Returns whether both sources have the fact and disagree on it. */
export function disagree(name: FactName, tenant: Facts, terraform: Facts): boolean {
  const [one, other] = [tenant[name], terraform[name]];
  if (one === undefined || other === undefined) return false;
  const { suffices } = RULES[name];
  return suffices ? !suffices(one as never, other as never) : !isDeepStrictEqual(one, other);
}
