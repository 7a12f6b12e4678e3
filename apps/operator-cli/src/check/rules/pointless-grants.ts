import { DEFAULT_MAX_EXPIRES_IN, includesType, type TenantEntry } from '#tenant-file';
import { inTenants, type SourceRule } from '../fault.js';

type Grant = TenantEntry['grants'][number];
type Limits = NonNullable<TenantEntry['limits']>;

/** Finds grants that change nothing because another grant allows the same and more. Their limits have no effect. */
export const pointlessGrants: SourceRule = function* (subject) {
  for (const [at, { grants, limits = {} }] of subject.tenants?.tenants.entries() ?? []) {
    for (const [index, grant] of grants.entries()) {
      const broader = grants.findIndex(
        (other, position) =>
          other !== grant &&
          includes(other, grant, limits) &&
          (position < index || !includes(grant, other, limits)), // of two equal grants, report the second
      );
      if (broader < 0) continue;
      yield inTenants(
        subject,
        ['tenants', at, 'grants', index],
        `has no effect, because grants[${broader}] allows the same and more; remove this grant, or narrow grants[${broader}]`,
      );
    }
  }
};

/** Returns whether one grant allows everything that another allows. */
function includes(one: Grant, other: Grant, tenant: Limits): boolean {
  return (
    other.actions.every((action) => one.actions.includes(action)) &&
    other.prefixes.every((prefix) => one.prefixes.some((begin) => prefix.startsWith(begin))) &&
    (one.issuer === undefined || one.issuer === other.issuer) &&
    Object.entries(one.where ?? {}).every(([pointer, value]) => other.where?.[pointer] === value) &&
    (one.allowKeyPrefixForms === true || other.allowKeyPrefixForms !== true) &&
    allowsAsMuch(within(tenant, one), within(tenant, other), other)
  );
}

/** Returns the limits of a grant, with the tenant's as defaults. An earlier check holds them below the tenant's. */
const within = (tenant: Limits, { limits = {} }: Grant): Limits => Object.assign({}, tenant, limits);

/**
 * Returns whether the first limits allow as much as the second. A limit counts only if it applies to an action of the
 * narrower grant.
 */
function allowsAsMuch(one: Limits, other: Limits, { actions }: Grant): boolean {
  const uploads = actions.includes('upload');
  const downloads = actions.includes('download') || actions.includes('downloadVersion');
  const signs = actions.some((action) => action !== 'list');
  return (
    (!uploads || (one.maxUploadBytes ?? Infinity) >= (other.maxUploadBytes ?? Infinity)) &&
    (!uploads || includesTypes(one.contentTypes, other.contentTypes)) &&
    (!downloads || includesTypes(one.inlineTypes ?? [], other.inlineTypes ?? [])) &&
    (!signs || (one.maxExpiresIn ?? DEFAULT_MAX_EXPIRES_IN) >= (other.maxExpiresIn ?? DEFAULT_MAX_EXPIRES_IN))
  );
}

function includesTypes(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === undefined) return true;
  const types = one.map((type) => type.toLowerCase());
  return (
    other?.every((type) => types.includes(type.toLowerCase()) || includesType(types, type.toLowerCase())) ??
    false
  );
}
