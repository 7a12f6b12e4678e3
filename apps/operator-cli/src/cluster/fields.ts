import { get, text, words } from '../kustomize/data.js';
import type { Path, SourceFile } from '../kustomize/source-file.js';
import type { ProfileError } from './profile.js';

/** Reads the settings of a profile, and collects the validation errors. */
export class Fields {
  readonly errors: ProfileError[] = [];
  readonly #data: unknown;
  /** The groups of settings that were refused as a whole. The settings in them are not reported again. */
  readonly #broken = new Set<string>();

  constructor(private readonly source: SourceFile) {
    this.#data = source.toJS();
  }

  /** Returns whether the profile has a setting. */
  has(path: Path): boolean {
    return get(this.#data, ...path) !== undefined;
  }

  /** Adds a validation error at the line of a setting, or of the nearest setting that should contain it. */
  refuse(path: Path, message: string): void {
    if (path.length > 1 && this.#broken.has(String(path[0]))) return;
    let line: number | undefined;
    for (let depth = path.length; depth > 0 && line === undefined; depth--)
      line = this.source.lineOf(path.slice(0, depth));
    this.errors.push({ line, message: `${nameOf(path)} ${message}` });
  }

  /**
   * Refuses unknown settings.
   *
   * @param known the settings that the path may have
   * @param isRequired whether the path must exist
   */
  only(path: Path, known: readonly string[], isRequired = false): void {
    const value = get(this.#data, ...path);
    if (value === undefined && isRequired) {
      this.refuse(path, `is missing; it must be an object with the settings ${known.join(', ')}`);
      this.#broken.add(String(path[0]));
    }
    if (value === undefined) return;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(path, `is ${words(value)}; it must be an object with the settings ${known.join(', ')}`);
      this.#broken.add(String(path[0]));
      return;
    }
    for (const name of Object.keys(value).filter((each) => !known.includes(each)))
      this.refuse([...path, name], `is not a setting; the settings are ${known.join(', ')}`);
  }

  /**
   * Reads a string.
   *
   * @param form a description of a valid string, for messages
   * @returns '' if the string is missing or invalid
   */
  text(path: Path, form: string, isRight: (value: string) => boolean, otherwise?: string): string {
    const value = get(this.#data, ...path) ?? otherwise;
    if (value === undefined) this.refuse(path, `is missing; it must be ${form}`);
    else if (typeof value !== 'string' || !isRight(value))
      this.refuse(path, `is ${words(value)}; it must be ${form}`);
    else return value;
    return '';
  }

  /** Refuses a setting that is not the wanted number. */
  number(path: Path, wanted: number): void {
    const value = get(this.#data, ...path);
    if (value !== wanted)
      this.refuse(path, `${value === undefined ? 'is missing' : `is ${words(value)}`}; it must be ${wanted}`);
  }

  /** Reads one of several strings. @returns `undefined` if it is missing or invalid */
  choice<T extends string>(path: Path, choices: readonly T[]): T | undefined {
    const value = this.text(path, `one of ${choices.join(', ')}`, (each) => choices.includes(each as T));
    return value === '' ? undefined : (value as T);
  }

  /**
   * Reads a list of strings.
   *
   * @param least the smallest number of entries
   * @returns the valid entries
   */
  list(
    path: Path,
    form: string,
    wrong: (value: string) => string | undefined,
    least = 0,
    otherwise: readonly string[] = [],
  ): string[] {
    const value = get(this.#data, ...path) ?? otherwise;
    if (!Array.isArray(value)) {
      this.refuse(path, `is ${words(value)}; it must be a list of ${form}`);
      return [];
    }
    if (value.length < least) this.refuse(path, `is empty; it must name at least ${least} of: ${form}`);
    return value.flatMap((entry: unknown, index) => {
      const each = text(entry);
      const message =
        each === undefined
          ? 'is not a string'
          : value.indexOf(entry) < index
            ? `is ${each}, which is listed already; remove it`
            : wrong(each);
      if (message === undefined) return [each!];
      this.refuse([...path, index], message);
      return [];
    });
  }
}

const nameOf = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
