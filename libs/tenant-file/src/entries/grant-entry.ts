import { IsBoolean, IsIn, IsString } from 'class-validator';
import { IsStringMap, Nested, Optional } from '#validation';
import { ACTIONS, type Action } from '../actions.js';
import { List } from './decorators.js';
import { GrantLimitsEntry } from './grant-limits-entry.js';
import { JSON_POINTER } from './patterns.js';
import { GRANT_PREFIX } from './prefixes.js';
import { FollowsRule } from './text-rule.js';

/** Who may do what under which prefixes. */
export class GrantEntry {
  /** The actions that the grant allows. */
  @List({ of: 'actions', empty: `name one of ${ACTIONS.join(', ')}` })
  @IsIn(ACTIONS, { each: true, message: `must be one of ${ACTIONS.join(', ')}` })
  actions!: Action[];

  /**
   * Beginnings of the keys that the grant covers. `""` is the whole bucket. `${sub}` and `${/json/pointer}`
   * stand for claims of the caller.
   */
  @List({ of: 'prefixes', empty: 'name a prefix; "" is the whole bucket' })
  @FollowsRule(GRANT_PREFIX, { each: true })
  prefixes!: string[];

  /** The grant holds only for tokens of this issuer. Required with `${…}` if the tenant has several issuers. */
  @Optional()
  @IsString({ message: 'must be the name of one of this tenant’s issuers' })
  issuer?: string;

  /**
   * The grant holds only for tokens in which the claim at each JSON Pointer equals the text, or is a list that
   * contains it.
   */
  @Optional()
  @IsStringMap(
    { names: JSON_POINTER, values: /^[\s\S]{0,1024}$/, maxEntries: 16 },
    'must be an object of texts by JSON Pointer (RFC 6901), such as { /groups: editors }',
  )
  where?: Record<string, string>;

  /** Whether the client may choose the end of the key of an upload form. The default is `false`. */
  @Optional()
  @IsBoolean({ message: 'must be true or false' })
  allowKeyPrefixForms?: boolean;

  /** Limits of this grant, within those of the tenant. A limit that is left out is the tenant’s. */
  @Optional()
  @Nested(
    () => GrantLimitsEntry,
    'must be an object, such as { maxUploadBytes: 5242880, contentTypes: [image/*] }',
  )
  limits?: GrantLimitsEntry;
}
