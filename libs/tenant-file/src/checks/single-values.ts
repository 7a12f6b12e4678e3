import { validateSync, type ValidationError } from 'class-validator';
import type { Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';
import { checkUnknownMembers, isUnknown } from './unknown-members.js';
import { rulesOf } from './value-rules.js';

/** Checks each value by itself, with the decorators of its class. @param path the path of the object */
export function checkSingleValues(object: object, findings: Findings, path: Path = []): void {
  const errors = validateSync(object, { whitelist: true, forbidNonWhitelisted: true });
  checkUnknownMembers(errors, path, [], findings);
  checkMembers(errors, path, findings);
}

/**
 * Collects the errors of members.
 *
 * @param errors the errors of the members of one object, or of the items of one list
 */
function checkMembers(errors: readonly ValidationError[], path: Path, findings: Findings): void {
  for (const error of errors.filter((each) => !isUnknown(each))) {
    const { target = {}, property, children = [] } = error;
    const isItem = Array.isArray(target);
    const at = [...path, isItem ? Number(property) : property];
    const rules = isItem ? [] : rulesOf(target, property); // an item is checked by its list's rules
    for (const check of rules) check(error.value as unknown, at, findings);
    checkMembers(children, at, findings);
  }
}
