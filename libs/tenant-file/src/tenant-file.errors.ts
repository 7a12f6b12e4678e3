/** The members and indexes from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** One error in a tenant file. The message completes the path, and says how to fix it. */
export interface ValidationError {
  readonly path: Path;
  readonly message: string;
  /**
   * The line, 1-based, of the value's name or list item. If the value is missing, the line of the object that should
   * contain it.
   */
  readonly line: number;
}

/** Every error of a tenant file at once, in the order of lines. */
export class TenantFileError extends Error {
  constructor(
    readonly file: string,
    readonly errors: readonly ValidationError[],
  ) {
    super(errors.map((error) => describeError(file, error)).join('\n'));
    this.name = 'TenantFileError';
  }
}

/** Formats an error, such as `tenants.yaml:12: tenants[0].region must be a region, such as eu-west-1`. */
export function describeError(file: string, { path, message, line }: ValidationError): string {
  return `${file}:${line}: ${path.length === 0 ? '' : `${formatPath(path)} `}${message}`;
}

/** Formats a path, such as `tenants[0].grants[1].where["/groups"]`. */
export function formatPath(path: Path): string {
  const [first = '', ...others] = path;
  return (
    String(first) + others.map((part) => (isWord(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join('')
  );
}

const isWord = (part: string | number): boolean => /^[a-z]\w*$/i.test(String(part));
