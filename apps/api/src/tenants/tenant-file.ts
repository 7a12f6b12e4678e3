import { Type, type TypeHelpOptions } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  NotEquals,
  Length,
  ValidateNested,
} from 'class-validator';
import { ACTIONS, type Action } from '../grants/grants.js';
import { IsStringMap } from '../validation/is-string-map.js';
import { Optional } from '../validation/optional.js';
import {
  ACCOUNT,
  BUCKET,
  CLAIM_POINTER,
  DNS_LABEL,
  KMS_KEY_ARN,
  MEDIA_TYPE_ESSENCE,
  PREFIX,
  REGION,
  WEB_ORIGIN,
} from '../validation/patterns.js';
import { credentialsClass, type CredentialsEntry } from './credentials-entry.js';

// The tenant file, as the design names it. Rules within one value stand here; rules between values in tenant-file.rules.ts.
// Every message completes "<path> …" and says how to mend it.

const list = (of: string) => ({ message: `must be a list of ${of}` });
const seconds = { message: 'must be whole seconds from 1 to 604800 (S3 signs for seven days at most)' };

/** Whose tokens are believed. */
export class IssuerEntry {
  @Matches(DNS_LABEL, { message: 'must be a name of lower-case letters, digits and "-", up to 63' })
  name!: string;
  /** `iss`, compared exactly. */
  @IsString({ message: 'must be the issuer’s URL, exactly as tokens have it in iss' })
  @Length(1, 2048, { message: 'must be the issuer’s URL, exactly as tokens have it in iss' })
  issuer!: string;
  /** `aud`; one per deployment. */
  @IsString({ message: 'must be the audience that tokens for this deployment have in aud' })
  @Length(1, 1024, { message: 'must be the audience that tokens for this deployment have in aud' })
  audience!: string;
  @Optional() @IsString({ message: 'must be an https URL' }) jwksUri?: string;
  @Optional()
  @IsString({ message: 'must be the path of a JWK Set file' })
  @Length(1, 4096, { message: 'must be the path of a JWK Set file' })
  jwksFile?: string;
  /** Where the token names its tenants. */
  @Matches(CLAIM_POINTER, { message: 'must be a JSON Pointer (RFC 6901) to the tenant ids, as /tenants' })
  tenants!: string;
}

export class LimitsEntry {
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) defaultExpiresIn?: number;
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) maxExpiresIn?: number;
  @Optional()
  @IsInt({ message: 'must be whole bytes' })
  @Min(1, { message: 'must be at least 1 byte' })
  @Max(5 * 1024 ** 4, { message: 'must be at most 5497558138880 bytes: S3 stores no larger object' })
  maxUploadBytes?: number;
  @Optional()
  @IsArray(list('media types, as image/png'))
  @ArrayNotEmpty({ message: 'must not be empty: leave it out to allow every type' })
  @ArrayUnique({ message: 'names a type twice' })
  @Matches(MEDIA_TYPE_ESSENCE, { each: true, ...list('media types without parameters, as image/png') })
  contentTypes?: string[];
  @Optional()
  @IsArray(list('media types, as image/png'))
  @ArrayUnique({ message: 'names a type twice' })
  @Matches(MEDIA_TYPE_ESSENCE, { each: true, ...list('media types without parameters, as image/png') })
  inlineTypes?: string[];
}

export class EncryptionEntry {
  @IsIn(['sse-s3', 'sse-kms'], { message: 'must be sse-s3 or sse-kms' }) type!: 'sse-s3' | 'sse-kms';
  @Optional() @Matches(KMS_KEY_ARN, { message: 'must be the ARN of a KMS key' }) keyArn?: string;
}

export class CorsEntry {
  @IsArray(list('origins, as https://app.example'))
  @ArrayUnique({ message: 'names an origin twice' })
  @Matches(WEB_ORIGIN, { each: true, ...list('origins without a path or "*", as https://app.example') })
  origins!: string[];
}

export class GrantEntry {
  @IsArray(list(`actions: ${ACTIONS.join(', ')}`))
  @ArrayNotEmpty({ message: 'must name at least one action' })
  @IsIn(ACTIONS, { each: true, ...list(`actions: ${ACTIONS.join(', ')}`) })
  actions!: Action[];
  @IsArray(list('prefixes'))
  @ArrayNotEmpty({ message: 'must name at least one prefix; "" is the whole bucket' })
  @Matches(PREFIX, { each: true, ...list('prefixes that are empty or end in "/"') })
  prefixes!: string[];
  @Optional() @IsString({ message: 'must be the name of an issuer of this tenant' }) issuer?: string;
  @Optional()
  @IsStringMap(
    { names: CLAIM_POINTER, values: /^[^]{0,1024}$/, maxEntries: 16 },
    'must be an object of strings by JSON Pointer, as { /groups: editors }',
  )
  where?: Record<string, string>;
  @Optional() @IsBoolean({ message: 'must be true or false' }) allowKeyPrefixForms?: boolean;
}

export class TenantEntry {
  @Matches(DNS_LABEL, { message: 'must be a DNS label: lower-case letters, digits and "-", up to 63' })
  id!: string;
  @IsArray(list('issuer names'))
  @ArrayNotEmpty({ message: 'must name at least one issuer: only these speak for the tenant' })
  @ArrayUnique({ message: 'names an issuer twice' })
  @IsString({ each: true, ...list('issuer names') })
  issuers!: string[];
  @Optional()
  @Matches(ACCOUNT, { message: 'must be twelve digits in quotes, as "222222222222"' })
  account?: string;
  @Matches(BUCKET, { message: 'must be the name of a bucket, or the ARN of an access point' })
  bucket!: string;
  @Matches(REGION, { message: 'must be a region, as eu-west-1' }) region!: string;
  @NotEquals(undefined, { message: 'must be an object with a type' })
  @ValidateNested({ message: 'must be an object with a type' })
  @Type(({ object }: TypeHelpOptions = {} as never) =>
    credentialsClass((object as { credentials?: unknown }).credentials),
  )
  credentials!: CredentialsEntry;
  @Optional() @ValidateNested({ message: 'must be an object' }) @Type(() => LimitsEntry) limits?: LimitsEntry;
  @Optional()
  @ValidateNested({ message: 'must be an object' })
  @Type(() => EncryptionEntry)
  encryption?: EncryptionEntry;
  @Optional() @ValidateNested({ message: 'must be an object' }) @Type(() => CorsEntry) cors?: CorsEntry;
  @IsArray(list('grants'))
  @ValidateNested({ each: true, ...list('grants') })
  @Type(() => GrantEntry)
  grants!: GrantEntry[];
  @Optional() @Matches(PREFIX, { message: 'must be empty or end in "/"' }) keyPrefix?: string;
  @Optional() @IsString({ message: 'must be an https URL' }) endpoint?: string;
  @Optional() @IsBoolean({ message: 'must be true or false' }) forcePathStyle?: boolean;
  @Optional() @IsString({ message: 'must be an https URL' }) publicEndpoint?: string;
  @Optional() @IsIn(['strict', 'existing'], { message: 'must be strict or existing' }) keys?:
    'strict' | 'existing';
  @Optional() @IsBoolean({ message: 'must be true or false' }) tutorialRoutes?: boolean;
  /** `false` leaves `x-signing-id` out of URLs. */
  @Optional() @IsBoolean({ message: 'must be true or false' }) signingIdInUrl?: boolean;
}

export class TenantFile {
  @Equals(1, { message: 'must be 1' }) version!: 1;
  @IsArray(list('issuers'))
  @ArrayNotEmpty({ message: 'must name at least one issuer: without one nobody can call' })
  @ValidateNested({ each: true, ...list('issuers') })
  @Type(() => IssuerEntry)
  issuers!: IssuerEntry[];
  @IsArray(list('tenants'))
  @ArrayNotEmpty({ message: 'must name at least one tenant' })
  @ValidateNested({ each: true, ...list('tenants') })
  @Type(() => TenantEntry)
  tenants!: TenantEntry[];
}
