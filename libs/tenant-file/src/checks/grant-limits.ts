import { DEFAULT_MAX_EXPIRES_IN } from '../defaults.js';
import { includesType } from '../entries/media-types.js';
import type { FileNode } from './place.js';

/** No grant allows more than its tenant: what it says beyond that would be promised to those who read it, and not hold. */
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

/** @param otherwise what the tenant has where its limits leave it out; `undefined`: no limit */
function checkNumber(name: string, own: FileNode, limits: FileNode, otherwise: number | undefined): void {
  const [given, most] = [own.at(name), limits.at(name)];
  const max = most.isAbsent ? otherwise : most.value;
  if (typeof given.value !== 'number' || typeof max !== 'number' || given.value <= max) return;
  given.report(
    `is above the tenant’s limits.${name} (${max}${most.isAbsent ? ' where left out' : ''}); lower it, or raise that`,
  );
}

/** @param otherwise as of `checkNumber` */
function checkTypes(name: string, own: FileNode, limits: FileNode, otherwise: string[] | undefined): void {
  const known = limits.at(name);
  if (!known.isSound || known.items.some(({ isSound }) => !isSound)) return; // the one that was meant may be among them
  const allowed = known.isAbsent ? otherwise : texts(known);
  if (!allowed) return;
  for (const type of own.at(name).items) {
    const text = type.text?.toLowerCase();
    if (text === undefined || allowed.includes(text) || includesType(allowed, text)) continue;
    type.report(`is none of the tenant’s limits.${name}; add it there, or remove it here`);
  }
}

const texts = ({ items }: FileNode): string[] =>
  items.flatMap(({ text }) => (text === undefined ? [] : text.toLowerCase()));
