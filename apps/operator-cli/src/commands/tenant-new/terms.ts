import { get, list, text } from '../../kustomize/data.js';
import type { Grant } from '../../terraform/granted.js';

/** The terms for which Terraform made the role and the bucket. A new tenant file uses them, so that both agree. */
export interface Terms {
  readonly grants: readonly Grant[];
  readonly keyPrefix: string;
  readonly origins: readonly string[];
  /** The longest time that a URL is valid, in seconds. */
  readonly maxExpiresIn: number;
  /** The length of a session, in seconds. */
  readonly session: number;
}

/** The terms of a tenant file if nothing else is asked for. */
export const USUAL: Terms = {
  grants: [{ actions: ['download', 'upload', 'list'], prefixes: [''] }],
  keyPrefix: '',
  origins: [],
  maxExpiresIn: 3600,
  session: 3600,
};

/**
 * Reads the terms from Terraform's output.
 *
 * @param agreement the output `agreement` of module tenant
 * @returns `undefined` if there are no terms in it
 */
export function readTerms(agreement: unknown): Terms | undefined {
  const grants = list(get(agreement, 'grants')).map((grant) => ({
    actions: strings(get(grant, 'actions')),
    prefixes: strings(get(grant, 'prefixes')),
  }));
  if (grants.length === 0) return undefined;
  return {
    grants,
    keyPrefix: text(get(agreement, 'key_prefix')) ?? USUAL.keyPrefix,
    origins: strings(get(agreement, 'cors_origins')),
    maxExpiresIn: seconds(get(agreement, 'max_signature_seconds')) ?? USUAL.maxExpiresIn,
    session: seconds(get(agreement, 'max_session_duration')) ?? USUAL.session,
  };
}

const strings = (value: unknown): string[] => list(value).filter((each) => typeof each === 'string');
const seconds = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
