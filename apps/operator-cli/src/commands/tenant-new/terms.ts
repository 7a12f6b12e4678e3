import { get, list, text } from '../../kustomize/data.js';
import type { Grant } from '../../terraform/granted.js';

/** What Terraform made the role and the bucket for, beyond names: so that the tenant file begins in agreement with it. */
export interface Terms {
  readonly grants: readonly Grant[];
  readonly keyPrefix: string;
  readonly origins: readonly string[];
  /** Seconds. */
  readonly maxExpiresIn: number;
  /** Seconds. */
  readonly session: number;
}

/** What a tenant file has where nothing else is asked for. */
export const USUAL: Terms = {
  grants: [{ actions: ['download', 'upload', 'list'], prefixes: [''] }],
  keyPrefix: '',
  origins: [],
  maxExpiresIn: 3600,
  session: 3600,
};

/** @param agreement the output of that name of module tenant @returns `undefined` where there is none */
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
