import type { FieldError } from './field-error.js';
import { memberPointer } from './member-pointer.js';

/** The maximum number of errors that one answer lists. */
export const MAX_ERRORS = 50;

/**
 * Collects the validation errors of one request. The first `MAX_ERRORS` are kept and the rest are counted, so that a
 * report never costs more than the request itself.
 */
export class ErrorList {
  readonly #listed: FieldError[] = [];
  #omitted = 0;

  /** The kept errors in the order in which they were added. */
  get listed(): readonly FieldError[] {
    return this.#listed;
  }

  /** The number of added errors that are not listed. */
  get omitted(): number {
    return this.#omitted;
  }

  /** The number of added errors. */
  get count(): number {
    return this.#listed.length + this.#omitted;
  }

  /**
   * Adds an error.
   *
   * @param pointer JSON pointer in its fragment form (RFC 6901 §6)
   */
  add(pointer: string, detail: string): void {
    if (this.#listed.length < MAX_ERRORS) this.#listed.push({ pointer, detail });
    else this.#omitted += 1;
  }

  /**
   * Adds an error at a member of an object. A client may have chosen the member's name.
   *
   * @param parent pointer of the object
   */
  addMember(parent: string, name: string, detail: string): void {
    if (this.#listed.length < MAX_ERRORS) this.#listed.push(errorAt(parent, name, detail));
    else this.#omitted += 1;
  }
}

/** Returns the error of a member. The pointer names the object itself if the member's name is too long to repeat. */
function errorAt(parent: string, name: string, detail: string): FieldError {
  const pointer = memberPointer(parent, name);
  if (pointer !== undefined) return { pointer, detail };
  return {
    pointer: parent,
    detail: `${detail} The name of this member has ${name.length} characters, so that pointer names the object that contains it.`,
  };
}
