import { Type } from 'class-transformer';
import { Equals, IsBoolean, IsIn, IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { DNS_LABEL, Nested, Optional } from '#validation';
import { credentialsOf, type CredentialsEntry } from './credentials-entry.js';
import { AttributionEntry } from './entries/attribution-entry.js';
import type { CorsEntry } from './entries/cors-entry.js';
import { List, NestedList } from './entries/decorators.js';
import { EncryptionEntry } from './entries/encryption-entry.js';
import type { GrantEntry } from './entries/grant-entry.js';
import { IssuerEntry } from './entries/issuer-entry.js';
import type { LimitsEntry } from './entries/limits-entry.js';
import { ACCOUNT, AWS_REGION, BUCKET, REGION } from './entries/patterns.js';
import { KEY_PREFIX } from './entries/prefixes.js';
import { Cors, Grants, Limits } from './entries/team-settings.js';
import { FollowsRule } from './entries/text-rule.js';
import { RFC3339_TIME } from './entries/times.js';
import { STORE_URL } from './entries/urls.js';

// The classes of the tenant file. Rules of single values are decorators of the values; rules between values are in
// checks/. A message completes "<path> …" and says how to fix the error. A comment says what the setting is for, in the
// reference too.

export { IssuerEntry };

const yesOrNo = { message: 'must be true or false' };
const credentials = { message: 'must be an object with a type, such as { type: web-identity, roleArn: … }' };

/** The settings of a tenant that only the platform decides: its bucket, its role, and the issuers of its tokens. */
export class TenantEnvelope {
  /** The tenant’s id in requests and tokens. */
  @Matches(DNS_LABEL, { message: 'must be a DNS label: lower-case letters, digits and "-", up to 63' })
  id!: string;

  /** Names of `issuers`. Only their tokens are accepted for the tenant. */
  @List({ of: 'issuer names', empty: 'name an issuer; only tokens of these issuers can name the tenant' })
  @IsString({ each: true, message: 'must be the name of an issuer' })
  issuers!: string[];

  /** The AWS account of the bucket and the role. Required if a role is named. */
  @Optional()
  @Matches(ACCOUNT, { message: 'must be twelve digits in quotes, such as "222222222222"' })
  account?: string;

  /** The bucket, or the ARN of an access point. */
  @Matches(BUCKET, {
    message: 'must be the name of a bucket, such as team-a-files, or the ARN of an access point',
  })
  bucket!: string;

  /** The bucket’s region. */
  @Matches(REGION, { message: 'must be a region, such as eu-west-1' })
  region!: string;

  /**
   * The Region whose STS issues sessions. The default is `AWS_REGION`, or the bucket’s region if that is in
   * another partition.
   */
  @Optional()
  @Matches(AWS_REGION, { message: 'must be a region of AWS, such as eu-west-1' })
  stsRegion?: string;

  /** How the service gets credentials of the account. */
  @IsObject(credentials)
  @ValidateNested(credentials)
  @Type(credentialsOf('credentials'))
  credentials!: CredentialsEntry;

  /** Whether each subject has a session of its own. By default, one session signs for all subjects. */
  @Optional()
  @Nested(() => AttributionEntry, 'must be an object, such as { sessions: per-subject }')
  attribution?: AttributionEntry;

  /** How uploads are encrypted at rest. By default, the bucket decides. */
  @Optional()
  @Nested(() => EncryptionEntry, 'must be an object with a type, such as { type: sse-s3 }')
  encryption?: EncryptionEntry;

  /** A prefix that the service adds to the beginning of every key. Callers don’t see it. The default is empty. */
  @Optional()
  @FollowsRule(KEY_PREFIX)
  keyPrefix?: string;

  /** The URL of an S3-compatible store, instead of Amazon S3. */
  @Optional()
  @FollowsRule(STORE_URL)
  endpoint?: string;

  /**
   * Whether URLs have the bucket in the path instead of the host name, which most S3-compatible stores need. The
   * default is `false`.
   */
  @Optional()
  @IsBoolean(yesOrNo)
  forcePathStyle?: boolean;

  /** The URL of the store for clients, if it is not `endpoint`. */
  @Optional()
  @FollowsRule(STORE_URL)
  publicEndpoint?: string;

  /**
   * Which keys may be used. `existing` also allows to read, list and delete keys that can’t be uploaded (`a//b`,
   * `folder/`). The default is `strict`.
   */
  @Optional()
  @IsIn(['strict', 'existing'], { message: 'must be strict or existing' })
  keys?: 'strict' | 'existing';

  /**
   * Upload sessions, uploadIds, cursors and receipts from before this time are refused. While it is in the
   * future, none are made. Signed URLs stay valid.
   */
  @Optional()
  @FollowsRule(RFC3339_TIME)
  sessionsNotBefore?: string;

  /** Whether the tutorial’s routes `/signed-url-get` and `/signed-url-put` are served. The default is `false`. */
  @Optional()
  @IsBoolean(yesOrNo)
  tutorialRoutes?: boolean;

  /** Whether URLs have `x-signing-id`, by which S3’s access log names the signing. The default is `true`. */
  @Optional()
  @IsBoolean(yesOrNo)
  signingIdInUrl?: boolean;
}

/** A tenant: its bucket, its role, and who may do what in the bucket. */
export class TenantEntry extends TenantEnvelope {
  /** Limits of the tenant’s callers. */
  @Limits()
  limits?: LimitsEntry;

  /** The web pages that may call the API. The default is none. */
  @Cors()
  cors?: CorsEntry;

  /** Who may do what under which prefixes. Requests that no grant allows are refused. */
  @Grants()
  grants!: GrantEntry[];
}

/** A file of this format. */
export class FileOfVersion {
  /** The version of the format. */
  @Equals(1, { message: 'must be 1, without quotes' })
  version!: 1;
}

/** A file that names the issuers whose tokens are accepted. */
export class FileOfIssuers extends FileOfVersion {
  /** The issuers whose tokens are accepted. */
  @NestedList(
    () => IssuerEntry,
    { of: 'issuers', empty: 'without an issuer no caller is accepted' },
    'must be an object with name, issuer, audience and tenants',
  )
  issuers!: IssuerEntry[];
}

/** The tenants that a process serves, and the issuers of their callers’ tokens. */
export class TenantFile extends FileOfIssuers {
  /** The tenants that the process serves. */
  @NestedList(
    () => TenantEntry,
    { of: 'tenants, each beginning with "- id: …"', empty: 'name a tenant' },
    'must be an object with id, issuers, bucket, region, credentials and grants',
  )
  tenants!: TenantEntry[];
}
