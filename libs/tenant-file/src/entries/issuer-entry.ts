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

/** An issuer whose tokens are accepted. */
export class IssuerEntry {
  /** The name by which tenants and grants refer to it. */
  @Matches(DNS_LABEL, { message: 'must be a name of lower-case letters, digits and "-", up to 63' })
  name!: string;

  /** The `iss` of its tokens. It is compared exactly. */
  @Length(1, 2048, { message: 'must be the issuer’s URL, exactly as tokens have it in iss' })
  issuer!: string;

  /**
   * The `aud` of its tokens. Use one for each deployment: otherwise a tenant could replay its callers’ tokens
   * elsewhere.
   */
  @Length(1, 1024, { message: 'must be the audience that tokens for this deployment have in aud' })
  audience!: string;

  /**
   * The URL of its keys. Without `jwksUri`, `jwksFile` and `keys`, the keys are found by OIDC discovery at
   * `issuer`.
   */
  @Optional()
  @FollowsRule(KEYS_URL)
  jwksUri?: string;

  /** A file with its keys. It is read again when it changes. */
  @Optional()
  @FollowsRule(JWKS_FILE)
  jwksFile?: string;

  /**
   * `kubernetes` reads the keys from the API server of the pod’s own cluster, for clusters whose issuer pods
   * can’t reach.
   */
  @Optional()
  @IsIn(['kubernetes'], { message: 'must be kubernetes, for the issuer of the cluster that the pod runs in' })
  keys?: 'kubernetes';

  /** The JSON Pointer to the tenant’s id, or to a list of ids, in its tokens. */
  @Matches(JSON_POINTER, {
    message: 'must be a JSON Pointer (RFC 6901) to the tenant ids in the token, such as /tenants',
  })
  tenants!: string;
}
