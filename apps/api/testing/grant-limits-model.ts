import type { Action } from '#tenant-file';

// A simple model of the limits of grants. It evaluates one grant after the other, each together with the tenant's
// limits.

export interface ModelLimits {
  readonly maxUploadBytes?: number;
  readonly contentTypes?: readonly string[];
  readonly maxExpiresIn?: number;
  readonly inlineTypes?: readonly string[];
}

export interface ModelGrant {
  readonly actions: readonly Action[];
  readonly prefixes: readonly string[];
  readonly allowKeyPrefixForms?: boolean;
  /** The required value of the claim `/groups`. */
  readonly where?: { readonly '/groups': string };
  readonly limits?: ModelLimits;
}

/** The claims of a caller whose `sub` is alice. */
export interface ModelCaller {
  readonly groups: readonly string[];
  readonly sub: boolean;
}

/** The limits of a grant, of the tenant and, if there is one, of a session. All of them must be met. */
export type Together = readonly ModelLimits[];

export interface ModelLifetime {
  readonly expiresIn?: number | undefined;
  readonly minValidity?: number | undefined;
}

export const DEFAULT_LIFE = 900;

export function grantsFor(
  grants: readonly ModelGrant[],
  caller: ModelCaller,
  permit: Action | 'keyPrefixForm',
  key: string,
): ModelGrant[] {
  return grants.filter(
    (grant) =>
      (permit === 'keyPrefixForm'
        ? grant.allowKeyPrefixForms && grant.actions.includes('upload')
        : grant.actions.includes(permit)) &&
      (!grant.where || caller.groups.includes(grant.where['/groups'])) &&
      grant.prefixes.some((prefix) => coversKey(prefix, caller, key)),
  );
}

export const coversKey = (prefix: string, caller: ModelCaller, key: string): boolean =>
  prefix.includes('${sub}')
    ? caller.sub && key.startsWith(prefix.replace('${sub}', 'alice'))
    : key.startsWith(prefix);

/**
 * Returns whether a media type is allowed. In this model, `image/*` allows every image type but SVG, the only tested
 * type that can run scripts.
 */
export const typeAllowed = (together: Together, type: string): boolean =>
  together.every(
    ({ contentTypes }) =>
      !contentTypes ||
      contentTypes.includes(type) ||
      (contentTypes.includes('image/*') && type.startsWith('image/') && type !== 'image/svg+xml'),
  );

export const sizeLimit = (together: Together): number =>
  Math.min(...together.map(({ maxUploadBytes = Infinity }) => maxUploadBytes));

export const lifeLimit = (together: Together): number =>
  Math.min(...together.map(({ maxExpiresIn = 3600 }) => maxExpiresIn));

export const inlineAllowed = (together: Together, type: string): boolean =>
  together.every(({ inlineTypes }, index) => (inlineTypes ?? (index === 0 ? [] : [type])).includes(type));

/**
 * Returns the requested or default lifetime, limited to the longest that one of the allowing grants permits. A lifetime
 * shorter than `minValidity` is refused.
 */
export function lifeOf(
  allowing: readonly Together[],
  { expiresIn, minValidity = 1 }: ModelLifetime,
  defaultLife: number,
): number | undefined {
  if (allowing.length === 0) return undefined;
  const life = Math.min(expiresIn ?? defaultLife, Math.max(...allowing.map(lifeLimit)));
  return life < minValidity ? undefined : life;
}

/**
 * Returns the largest file and the lifetime of a form. They are those of the grant with the largest file, among the
 * grants whose URLs may live long enough.
 */
export function formOf(
  all: readonly Together[],
  type: string,
  range: { readonly min?: number | undefined; readonly max: number } | undefined,
  wanted: ModelLifetime,
  defaultLife: number,
): { readonly max: number; readonly life: number } | undefined {
  const { min = 0, max: asked = Infinity } = range ?? {};
  if (min > asked) return undefined;
  const able = all.filter(
    (each) =>
      typeAllowed(each, type) && sizeLimit(each) >= min && lifeLimit(each) >= (wanted.minValidity ?? 1),
  );
  const max = Math.min(asked, Math.max(...able.map(sizeLimit)));
  const life = lifeOf(
    able.filter((each) => sizeLimit(each) >= max),
    wanted,
    defaultLife,
  );
  return life === undefined ? undefined : { max, life };
}
