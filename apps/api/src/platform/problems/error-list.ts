import type { FieldError } from './field-error.js';
import { memberPointer } from './member-pointer.js';

/** The most errors that one answer lists. */
export const MAX_ERRORS = 50;

/**
 * The validation errors of one request. Keeps the first `MAX_ERRORS` and counts the rest, so that a report never costs
 * more than the request that it is about.
 */
export class ErrorList {
  readonly #listed: FieldError[] = [];
  #omitted = 0;

  /** In the order in which they were added. */
  get listed(): readonly FieldError[] {
    return this.#listed;
  }

  /** How many more were added than are listed. */
  get omitted(): number {
    return this.#omitted;
  }

  /** How many were added. */
  get count(): number {
    return this.#listed.length + this.#omitted;
  }

  /** @param pointer RFC 6901 §6 */
  add(pointer: string, detail: string): void {
    if (this.#listed.length < MAX_ERRORS) this.#listed.push({ pointer, detail });
    else this.#omitted += 1;
  }

  /** The same at a member of an object, whose name a client may have chosen. @param parent pointer of the object */
  addMember(parent: string, name: string, detail: string): void {
    if (this.#listed.length < MAX_ERRORS) this.#listed.push(errorAt(parent, name, detail));
    else this.#omitted += 1;
  }
}

/** At the object itself where the name is too long to be repeated. */
function errorAt(parent: string, name: string, detail: string): FieldError {
  const pointer = memberPointer(parent, name);
  if (pointer !== undefined) return { pointer, detail };
  return {
    pointer: parent,
    detail: `${detail} This is about a member whose name has ${name.length} characters.`,
  };
}
