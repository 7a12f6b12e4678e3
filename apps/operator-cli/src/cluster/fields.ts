import { get, text, words } from '../kustomize/data.js';
import type { Path, SourceFile } from '../kustomize/source-file.js';
import type { ProfileError } from './profile.js';

/** Reads the settings of a profile, and collects what is wrong with them. */
export class Fields {
  readonly errors: ProfileError[] = [];
  readonly #data: unknown;
  /** Settings that have none of their own, so that nothing is said of those again. */
  readonly #broken = new Set<string>();

  constructor(private readonly source: SourceFile) {
    this.#data = source.toJS();
  }

  /** Returns whether a setting is there. */
  has(path: Path): boolean {
    return get(this.#data, ...path) !== undefined;
  }

  /** Adds a mistake at a setting, or at the setting that should have held it. */
  refuse(path: Path, message: string): void {
    if (path.length > 1 && this.#broken.has(String(path[0]))) return;
    let line: number | undefined;
    for (let depth = path.length; depth > 0 && line === undefined; depth--)
      line = this.source.lineOf(path.slice(0, depth));
    this.errors.push({ line, message: `${nameOf(path)} ${message}` });
  }

  /** @param known the settings that there are at the path @param isRequired whether it must be there */
  only(path: Path, known: readonly string[], isRequired = false): void {
    const value = get(this.#data, ...path);
    if (value === undefined && isRequired) {
      this.refuse(path, `is missing; it must have the settings ${known.join(', ')}`);
      this.#broken.add(String(path[0]));
    }
    if (value === undefined) return;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(path, `is ${words(value)}; it must have the settings ${known.join(', ')}`);
      this.#broken.add(String(path[0]));
      return;
    }
    for (const name of Object.keys(value).filter((each) => !known.includes(each)))
      this.refuse([...path, name], `is no setting; there are ${known.join(', ')}`);
  }

  /** A string of a form. @returns '' where it is missing or wrong */
  text(path: Path, form: string, isRight: (value: string) => boolean, otherwise?: string): string {
    const value = get(this.#data, ...path) ?? otherwise;
    if (value === undefined) this.refuse(path, `is missing; it must be ${form}`);
    else if (typeof value !== 'string' || !isRight(value))
      this.refuse(path, `is ${words(value)}; it must be ${form}`);
    else return value;
    return '';
  }

  /** A number that must be there as it is. */
  number(path: Path, wanted: number): void {
    const value = get(this.#data, ...path);
    if (value !== wanted)
      this.refuse(path, `${value === undefined ? 'is missing' : `is ${words(value)}`}; it must be ${wanted}`);
  }

  choice<T extends string>(path: Path, choices: readonly T[]): T | undefined {
    const value = this.text(path, `one of ${choices.join(', ')}`, (each) => choices.includes(each as T));
    return value === '' ? undefined : (value as T);
  }

  /** A list of strings of a form; entries that are wrong are left out. @param least how many it must have */
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
          ? 'is no text'
          : value.indexOf(entry) < index
            ? `is ${each}, which stands there already; remove it`
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
