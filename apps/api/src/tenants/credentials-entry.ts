import {
  Equals,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type, type TypeHelpOptions } from 'class-transformer';
import { IsStringMap } from '../validation/is-string-map.js';
import { Optional } from '../validation/optional.js';
import { ROLE_ARN } from '../validation/patterns.js';

// `credentials` of a tenant: one class for each way to AWS. STS API Reference for the limits.

const roleArn = { message: 'must be the ARN of a role, as arn:aws:iam::222222222222:role/team-a-presign' };
const duration = { message: 'must be whole seconds from 900 to 43200 (12 h; the role must allow it)' };
const hop = { message: 'must be whole seconds from 900 to 3600: AWS caps chained roles at 1 h' };

/** IRSA: the service account's token for a role. */
export class WebIdentityEntry {
  @Equals('web-identity') type!: 'web-identity';
  @Matches(ROLE_ARN, roleArn) roleArn!: string;
  @Optional() @IsInt(duration) @Min(900, duration) @Max(43_200, duration) durationSeconds?: number;
}

/** EKS Pod Identity: the agent's answer. */
export class ContainerEntry {
  @Equals('container') type!: 'container';
  /** The role that the agent is expected to answer for; proven before anything is signed. */
  @Optional() @Matches(ROLE_ARN, roleArn) roleArn?: string;
}

/** A role assumed with the credentials of another source. */
export class AssumeRoleEntry {
  @Equals('assume-role') type!: 'assume-role';
  @ValidateNested({ message: 'must be an object with a type: the credentials that assume the role' })
  @Type(({ object }: TypeHelpOptions = {} as never) =>
    credentialsClass((object as { source?: unknown }).source),
  )
  source!: CredentialsEntry;
  @Matches(ROLE_ARN, roleArn) roleArn!: string;
  @Optional() @IsInt(hop) @Min(900, hop) @Max(3600, hop) durationSeconds?: number;
  @Optional()
  @Matches(/^[\w+=,.@:/-]{2,1224}$/, { message: 'must be 2 to 1,224 characters of [A-Za-z0-9_+=,.@:/-]' })
  externalId?: string;
  @Optional()
  @Matches(/^[\w+=,.@-]{2,64}$/, { message: 'must be 2 to 64 characters of [A-Za-z0-9_+=,.@-]' })
  sourceIdentity?: string;
  @Optional()
  @IsStringMap(
    {
      names: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
      values: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
      maxEntries: 50,
    },
    'must be an object of at most 50 tags: names up to 128, values up to 256 characters',
  )
  sessionTags?: Record<string, string>;
}

/** The SDK's own chain. */
export class DefaultEntry {
  @Equals('default') type!: 'default';
}

/** Long-lived keys, for S3-compatible stores with an `endpoint` of their own. */
export class StaticEntry {
  @Equals('static') type!: 'static';
  @IsString({ message: 'must be the access key id' }) @Length(1, 128) accessKeyId!: string;
  @IsString({ message: 'must be the secret access key' }) @Length(1, 256) secretAccessKey!: string;
  @Optional() @IsString({ message: 'must be the session token' }) sessionToken?: string;
  /** RFC 3339; required with a session token, which never signs without a known end. */
  @Optional()
  @IsISO8601({ strict: true }, { message: 'must be a time as 2026-11-24T12:00:00Z' })
  expiration?: string;
}

/** Stands for what names no known type, so that this is the one mistake reported. */
export class UnknownCredentialsEntry {
  @IsIn(['web-identity', 'container', 'assume-role', 'default', 'static'], {
    message: 'must be one of web-identity, container, assume-role, default, static',
  })
  type!: never;
}

export type CredentialsEntry =
  WebIdentityEntry | ContainerEntry | AssumeRoleEntry | DefaultEntry | StaticEntry;

const CLASSES: Record<string, new () => object> = {
  'web-identity': WebIdentityEntry,
  container: ContainerEntry,
  'assume-role': AssumeRoleEntry,
  default: DefaultEntry,
  static: StaticEntry,
};

/** The class that a plain `credentials` object is validated as. */
export function credentialsClass(plain: unknown): new () => object {
  const type = (plain as { type?: unknown } | undefined)?.type;
  return typeof type === 'string' && Object.hasOwn(CLASSES, type) ? CLASSES[type]! : UnknownCredentialsEntry;
}
