import { DEFAULT_MAX_EXPIRES_IN } from '../defaults.js';
import { includesType } from '../entries/media-types.js';
import type { FileNode } from './place.js';

/** Checks that no grant has higher limits than its tenant. Higher limits would have no effect, and mislead readers. */
export function checkGrantLimits(tenant: FileNode): void {
  const limits = tenant.at('limits');
  for (const grant of tenant.at('grants').items) {
    const own = grant.at('limits');
    checkNumber('maxUploadBytes', own, limits, undefined);
    checkNumber('maxExpiresIn', own, limits, DEFAULT_MAX_EXPIRES_IN);
    checkTypes('contentTypes', own, limits, undefined);
    checkTypes('inlineTypes', own, limits, []);
  }
}

/**
 * Checks a limit that is a number.
 *
 * @param otherwise the tenant's limit if its `limits` leave it out; `undefined` means no limit
 */
function checkNumber(name: string, own: FileNode, limits: FileNode, otherwise: number | undefined): void {
  const [given, most] = [own.at(name), limits.at(name)];
  const max = most.isAbsent ? otherwise : most.value;
  if (typeof given.value !== 'number' || typeof max !== 'number' || given.value <= max) return;
  given.report(
    `is above the tenant’s limits.${name} (${max}${most.isAbsent ? ' by default' : ''}); lower it, or raise that limit`,
  );
}

/**
 * Checks a limit that is a list of types.
 *
 * @param otherwise the tenant's limit if its `limits` leave it out; `undefined` means no limit
 */
function checkTypes(name: string, own: FileNode, limits: FileNode, otherwise: string[] | undefined): void {
  const known = limits.at(name);
  if (!known.isSound || known.items.some(({ isSound }) => !isSound)) return; // a wrong entry may be the intended type
  const allowed = known.isAbsent ? otherwise : texts(known);
  if (!allowed) return;
  for (const type of own.at(name).items) {
    const text = type.text?.toLowerCase();
    if (text === undefined || allowed.includes(text) || includesType(allowed, text)) continue;
    type.report(`is not in the tenant’s limits.${name}; add it there, or remove it here`);
  }
}

const texts = ({ items }: FileNode): string[] =>
  items.flatMap(({ text }) => (text === undefined ? [] : text.toLowerCase()));
