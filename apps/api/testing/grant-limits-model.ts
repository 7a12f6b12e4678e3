import type { Action } from '#tenant-file';

// What limits of grants come to, in the plainest words: one grant after the other, each together with the tenant's.

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
  /** Of the claim `/groups`. */
  readonly where?: { readonly '/groups': string };
  readonly limits?: ModelLimits;
}

/** Claims of `sub` alice. */
export interface ModelCaller {
  readonly groups: readonly string[];
  readonly sub: boolean;
}

/** A grant's and the tenant's limits; and a session's, where there is one. All of them must hold. */
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

/** `image/*` is every image but SVG here: no other type that runs scripts is in the test. */
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

/** Of grants that allow the rest, the largest maximum; shorter than `minValidity` is refused. */
export function lifeOf(
  allowing: readonly Together[],
  { expiresIn, minValidity = 1 }: ModelLifetime,
  defaultLife: number,
): number | undefined {
  if (allowing.length === 0) return undefined;
  const life = Math.min(expiresIn ?? defaultLife, Math.max(...allowing.map(lifeLimit)));
  return life < minValidity ? undefined : life;
}

/** Of a form: the grant of the largest file, of those whose URLs may live long enough. */
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
