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

// The tenant file. Rules of single values stand at the values; rules between them in checks/.
// A message completes "<path> …" and says how to fix it; a comment says what the setting is for, in the reference too.

export { IssuerEntry };

const yesOrNo = { message: 'must be true or false' };
const credentials = { message: 'must be an object with a type, such as { type: web-identity, roleArn: … }' };

/** What the platform alone decides of a tenant: its bucket, the way there, and whose tokens speak for it. */
export class TenantEnvelope {
  /** What requests and tokens call it. */
  @Matches(DNS_LABEL, { message: 'must be a DNS label: lower-case letters, digits and "-", up to 63' })
  id!: string;

  /** Names of `issuers`: only these speak for the tenant. */
  @List({ of: 'issuer names', empty: 'name an issuer; only these speak for the tenant' })
  @IsString({ each: true, message: 'must be the name of an issuer' })
  issuers!: string[];

  /** The AWS account of the bucket and the role. Required where a role is named. */
  @Optional()
  @Matches(ACCOUNT, { message: 'must be twelve digits in quotes, such as "222222222222"' })
  account?: string;

  /** The bucket, or the ARN of an access point. */
  @Matches(BUCKET, {
    message: 'must be the name of a bucket, as team-a-files, or the ARN of an access point',
  })
  bucket!: string;

  /** The bucket’s region. */
  @Matches(REGION, { message: 'must be a region, such as eu-west-1' })
  region!: string;

  /** The Region whose STS gives sessions. `AWS_REGION` where left out; the bucket’s where that is of another partition. */
  @Optional()
  @Matches(AWS_REGION, { message: 'must be a region of AWS, such as eu-west-1' })
  stsRegion?: string;

  /** The way to the account. */
  @IsObject(credentials)
  @ValidateNested(credentials)
  @Type(credentialsOf('credentials'))
  credentials!: CredentialsEntry;

  /** Whose session signs. One session for all where left out. */
  @Optional()
  @Nested(() => AttributionEntry, 'must be an object, such as { sessions: per-subject }')
  attribution?: AttributionEntry;

  /** How uploads are encrypted at rest. As the bucket does by itself where left out. */
  @Optional()
  @Nested(() => EncryptionEntry, 'must be an object with a type, such as { type: sse-s3 }')
  encryption?: EncryptionEntry;

  /** Put before every key by the service; callers don’t see it. Empty where left out. */
  @Optional()
  @FollowsRule(KEY_PREFIX)
  keyPrefix?: string;

  /** An S3-compatible store instead of Amazon S3. */
  @Optional()
  @FollowsRule(STORE_URL)
  endpoint?: string;

  /** The bucket in the path instead of the host name, as most S3-compatible stores want it. */
  @Optional()
  @IsBoolean(yesOrNo)
  forcePathStyle?: boolean;

  /** The host that clients see, where it is another than `endpoint`. */
  @Optional()
  @FollowsRule(STORE_URL)
  publicEndpoint?: string;

  /** `existing` also lets keys be read, listed and deleted that could not be made today (`a//b`, `folder/`). `strict` where left out. */
  @Optional()
  @IsIn(['strict', 'existing'], { message: 'must be strict or existing' })
  keys?: 'strict' | 'existing';

  /**
   * Upload sessions, uploadIds, cursors and receipts from before this time are refused. While it is in the future, none are made.
   * It ends no signed URL.
   */
  @Optional()
  @FollowsRule(RFC3339_TIME)
  sessionsNotBefore?: string;

  /** `/signed-url-get` and `/signed-url-put`, the tutorial’s routes. `false` where left out. */
  @Optional()
  @IsBoolean(yesOrNo)
  tutorialRoutes?: boolean;

  /** `x-signing-id` in URLs, by which S3’s access log names the signing. `true` where left out. */
  @Optional()
  @IsBoolean(yesOrNo)
  signingIdInUrl?: boolean;
}

/** A team: its bucket, the way there, and who may do what in it. */
export class TenantEntry extends TenantEnvelope {
  /** What callers can’t go beyond. */
  @Limits()
  limits?: LimitsEntry;

  /** Which web pages may call. None where left out. */
  @Cors()
  cors?: CorsEntry;

  /** Who may do what under which prefixes. What no grant allows is refused. */
  @Grants()
  grants!: GrantEntry[];
}

/** A file of this format. */
export class FileOfVersion {
  /** Of this format. */
  @Equals(1, { message: 'must be 1, without quotes' })
  version!: 1;
}

/** A file that says whose tokens are believed. */
export class FileOfIssuers extends FileOfVersion {
  /** Whose tokens are believed. */
  @NestedList(
    () => IssuerEntry,
    { of: 'issuers', empty: 'without an issuer no caller is accepted' },
    'must be an object with name, issuer, audience and tenants',
  )
  issuers!: IssuerEntry[];
}

/** All there is to know about the tenants that a process serves. */
export class TenantFile extends FileOfIssuers {
  /** Who is served. */
  @NestedList(
    () => TenantEntry,
    { of: 'tenants, each beginning with "- id: …"', empty: 'name a tenant' },
    'must be an object with id, issuers, bucket, region, credentials and grants',
  )
  tenants!: TenantEntry[];
}
