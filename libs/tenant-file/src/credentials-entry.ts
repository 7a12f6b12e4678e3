import { Type, type TypeHelpOptions } from 'class-transformer';
import { Equals, IsIn, IsInt, IsObject, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { IsStringMap, Optional } from '#validation';
import { ROLE_ARN } from './entries/patterns.js';
import { FollowsRule } from './entries/text-rule.js';
import { RFC3339_TIME } from './entries/times.js';

// `credentials` of a tenant: one class for each way to AWS. STS API Reference for the limits.

const roleArn = {
  message: 'must be the ARN of a role, such as arn:aws:iam::222222222222:role/team-a-presign',
};
const duration = { message: 'must be whole seconds from 900 to 43200 (12 h; the role must allow it)' };
const hop = { message: 'must be whole seconds from 900 to 3600: AWS caps chained roles at 1 h' };
const source = { message: 'must be an object with a type: the credentials that assume the role' };

/** IRSA: the service assumes a role with the service account’s token. */
export class WebIdentityEntry {
  @Equals('web-identity', { message: 'must be web-identity' })
  type!: 'web-identity';

  /** The role to assume, in the tenant’s account. */
  @Matches(ROLE_ARN, roleArn)
  roleArn!: string;

  /** How long a session is valid, in seconds. The default is 3600. */
  @Optional()
  @IsInt(duration)
  @Min(900, duration)
  @Max(43_200, duration)
  durationSeconds?: number;
}

/** EKS Pod Identity: the service gets credentials from the agent. */
export class ContainerEntry {
  @Equals('container', { message: 'must be container' })
  type!: 'container';

  /** The role whose credentials the agent must return. The service checks this before it signs. */
  @Optional()
  @Matches(ROLE_ARN, roleArn)
  roleArn?: string;
}

/** A role that is assumed with credentials of another source. */
export class AssumeRoleEntry {
  @Equals('assume-role', { message: 'must be assume-role' })
  type!: 'assume-role';

  /**
   * The credentials with which the service assumes the role. They may be those of another assumed role, but a
   * chain has at most two roles.
   */
  @IsObject(source)
  @ValidateNested(source)
  @Type(credentialsOf('source'))
  source!: CredentialsEntry;

  /** The role to assume. The last role of a chain must be in the tenant’s account. */
  @Matches(ROLE_ARN, roleArn)
  roleArn!: string;

  /** How long a session is valid, in seconds. The default is 3600. */
  @Optional()
  @IsInt(hop)
  @Min(900, hop)
  @Max(3600, hop)
  durationSeconds?: number;

  /** The `sts:ExternalId` that the role’s trust policy requires. */
  @Optional()
  @Matches(/^[\w+=,.@:/-]{2,1224}$/, { message: 'must be 2 to 1,224 characters of [A-Za-z0-9_+=,.@:/-]' })
  externalId?: string;

  /** The `sts:SourceIdentity` of the session. It survives chaining and reaches CloudTrail. */
  @Optional()
  @Matches(/^[\w+=,.@-]{2,64}$/, { message: 'must be 2 to 64 characters of [A-Za-z0-9_+=,.@-]' })
  sourceIdentity?: string;

  /** Tags of the session, for policies that check `aws:PrincipalTag`. */
  @Optional()
  @IsStringMap(
    {
      names: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
      values: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
      maxEntries: 50,
    },
    'must be an object of at most 50 tags: names up to 128, values up to 256 characters, such as { team: a }',
  )
  sessionTags?: Record<string, string>;
}

/** The AWS SDK’s default chain of credentials. */
export class DefaultEntry {
  @Equals('default', { message: 'must be default' })
  type!: 'default';
}

/** Long-lived keys, for S3-compatible stores with an `endpoint` of their own. */
export class StaticEntry {
  @Equals('static', { message: 'must be static' })
  type!: 'static';

  /** The key’s id. */
  @Length(1, 128, { message: 'must be the access key id, up to 128 characters' })
  accessKeyId!: string;

  /** The secret key. A file with this setting must be kept secret. */
  @Length(1, 256, { message: 'must be the secret access key, up to 256 characters' })
  secretAccessKey!: string;

  /** The session token of temporary credentials. */
  @Optional()
  @Length(1, 8192, { message: 'must be the session token' })
  sessionToken?: string;

  /** When the credentials expire. Required with `sessionToken`, so that the service knows when to stop signing. */
  @Optional()
  @FollowsRule(RFC3339_TIME)
  expiration?: string;
}

/**
 * Credentials of an unknown type. The type is one error; of the other members, only those are checked that all types
 * have.
 */
export class UnknownCredentialsEntry {
  @IsIn(['web-identity', 'container', 'assume-role', 'default', 'static'], {
    message: 'must be one of web-identity, container, assume-role, default, static',
  })
  type!: never;

  @Optional()
  @Matches(ROLE_ARN, roleArn)
  roleArn?: string;

  @Optional()
  @IsInt(duration)
  @Min(900, duration)
  @Max(43_200, duration)
  durationSeconds?: number;
}

export type CredentialsEntry =
  WebIdentityEntry | ContainerEntry | AssumeRoleEntry | DefaultEntry | StaticEntry;

export const CREDENTIALS_CLASSES = {
  'web-identity': WebIdentityEntry,
  container: ContainerEntry,
  'assume-role': AssumeRoleEntry,
  default: DefaultEntry,
  static: StaticEntry,
} as const satisfies Record<CredentialsEntry['type'], new () => CredentialsEntry>;

/**
 * Returns a function for `@Type`, which selects the class of a plain member. If it is called without a value, as for
 * the schema, it returns a class that represents all types.
 */
export function credentialsOf(member: string): (help?: TypeHelpOptions) => new () => object {
  return (help) => {
    const plain = (help?.object as Record<string, unknown> | undefined)?.[member];
    const type = (plain as { type?: unknown } | null | undefined)?.type;
    return typeof type === 'string' && Object.hasOwn(CREDENTIALS_CLASSES, type)
      ? CREDENTIALS_CLASSES[type as CredentialsEntry['type']]
      : UnknownCredentialsEntry;
  };
}
