import { IsIn, Length, Matches } from 'class-validator';
import { DNS_LABEL, Optional } from '#validation';
import { JSON_POINTER } from './patterns.js';
import { FollowsRule, type TextRule } from './text-rule.js';
import { KEYS_URL } from './urls.js';

const path = 'must be the path of a JWK Set file';
const JWKS_FILE: TextRule = {
  pattern: /^[^\0]{1,4096}$/,
  wanted: path,
  wrong(text) {
    if (/^[a-z]+:\/\//i.test(text)) return `${path}; a URL goes into jwksUri`;
    return JWKS_FILE.pattern.test(text) ? undefined : path;
  },
};

/** Whose tokens are believed. */
export class IssuerEntry {
  /** What tenants and grants call it. */
  @Matches(DNS_LABEL, { message: 'must be a name of lower-case letters, digits and "-", up to 63' })
  name!: string;

  /** `iss` of its tokens, compared exactly. */
  @Length(1, 2048, { message: 'must be the issuer’s URL, exactly as tokens have it in iss' })
  issuer!: string;

  /** `aud` of its tokens. One per deployment: else a tenant could replay its callers’ tokens elsewhere. */
  @Length(1, 1024, { message: 'must be the audience that tokens for this deployment have in aud' })
  audience!: string;

  /** Where its keys are. Without this, `jwksFile` and `keys`: OIDC discovery at `issuer`. */
  @Optional()
  @FollowsRule(KEYS_URL)
  jwksUri?: string;

  /** Its keys as a file, read again when it changes. */
  @Optional()
  @FollowsRule(JWKS_FILE)
  jwksFile?: string;

  /** Its keys are read from the API server of the pod's own cluster, which may be private. */
  @Optional()
  @IsIn(['kubernetes'], { message: 'must be kubernetes, for the issuer of the cluster that the pod runs in' })
  keys?: 'kubernetes';

  /** Where in its tokens the tenant’s id stands, or a list of ids. */
  @Matches(JSON_POINTER, {
    message: 'must be a JSON Pointer (RFC 6901) to the tenant ids in the token, such as /tenants',
  })
  tenants!: string;
}
