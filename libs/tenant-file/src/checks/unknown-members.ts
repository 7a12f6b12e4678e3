import { IS_ARRAY, getMetadataStorage, type ValidationError } from 'class-validator';
import { nearestName } from '#validation';
import { UnknownCredentialsEntry } from '../credentials-entry.js';
import { formatPath, type Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';

/** An object of the file that contains the present object. */
interface Holder {
  readonly object: object;
  readonly path: Path;
}

/**
 * Checks for members that no class declares. This check runs first: it marks the setting that was meant as doubtful, so
 * that a misspelt or misplaced name is reported once, and not also as a missing setting.
 *
 * @param errors the errors of the members of one object
 */
export function checkUnknownMembers(
  errors: readonly ValidationError[],
  path: Path,
  holders: readonly Holder[],
  findings: Findings,
): void {
  for (const error of errors) {
    const { target: object = {}, property, children = [] } = error;
    const value = error.value as unknown;
    if (isUnknown(error)) {
      checkUnknown(property, { object, path }, holders, findings);
    } else if (Array.isArray(object)) {
      if (!Array.isArray(value))
        checkUnknownMembers(children, [...path, Number(property)], holders, findings);
    } else if (Array.isArray(value) === isList(object, property)) {
      checkUnknownMembers(children, [...path, property], [...holders, { object, path }], findings);
    }
  }
}

export const isUnknown = ({ constraints }: ValidationError): boolean =>
  constraints !== undefined && 'whitelistValidation' in constraints;

function checkUnknown(name: string, holder: Holder, holders: readonly Holder[], findings: Findings): void {
  const meant = misspelt(name, holder) ?? misplaced(name, holder, holders);
  if (meant) findings.doubt(meant.path);
  else if (holder.object instanceof UnknownCredentialsEntry) return; // the type is unknown, and so are its members
  const fix = meant?.fix ?? 'remove it, or correct its spelling';
  findings.add({ path: [...holder.path, name], message: `is not a setting here; ${fix}` });
}

interface Meant {
  readonly path: Path;
  readonly fix: string;
}

function misspelt(name: string, { object, path }: Holder): Meant | undefined {
  const meant = nearestName(name, absentMembers(object));
  return meant === undefined ? undefined : { path: [...path, meant], fix: `did you mean ${meant}?` };
}

/**
 * Finds the object that a misplaced setting belongs to. A setting with too much indentation belongs to an object above;
 * one with too little belongs to an object beside it.
 */
function misplaced(name: string, { object, path }: Holder, holders: readonly Holder[]): Meant | undefined {
  const beside = Object.entries(object)
    .filter(([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value))
    .map(([member, value]) => ({ object: value as object, path: [...path, member] }));
  const place = [...beside, ...holders.toReversed()].find((other) =>
    absentMembers(other.object).includes(name),
  );
  if (!place) return undefined;
  const where = place.path.length === 0 ? 'the top of the file' : formatPath(place.path);
  return { path: [...place.path, name], fix: `it belongs to ${where}: correct its indentation` };
}

function absentMembers(object: object): string[] {
  const names = new Set(metadataOf(object).map(({ propertyName }) => propertyName));
  return [...names].filter((name) => !(name in object));
}

/** Returns whether a member must be a list. Another value is then wrong as a whole, and its members are not checked. */
const isList = (object: object, member: string): boolean =>
  metadataOf(object).some(({ propertyName, name }) => propertyName === member && name === IS_ARRAY);

const metadataOf = (object: object) =>
  getMetadataStorage().getTargetValidationMetadatas(object.constructor, '', true, false);
