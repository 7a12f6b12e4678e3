import { LineCounter, isNode, type Document } from 'yaml';

/** One mistake in a tenant file. The message completes the path. */
export interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** 1-based; `undefined` where the file has no such place. */
  readonly line?: number | undefined;
}

/** Every mistake of a tenant file at once. */
export class TenantFileError extends Error {
  constructor(
    readonly file: string,
    readonly mistakes: readonly Mistake[],
  ) {
    super(mistakes.map((mistake) => describeMistake(file, mistake)).join('\n'));
    this.name = 'TenantFileError';
  }
}

/** `tenants.yaml:12: tenants[0].region must be a region, as eu-west-1` */
export function describeMistake(file: string, { path, message, line }: Mistake): string {
  const place = path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
  return `${file}${line === undefined ? '' : `:${line}`}: ${place === '' ? '' : `${place} `}${message}`;
}

/** The line of the value at the path or, where it is missing, of what should hold it. */
export function lineOf(document: Document, lines: LineCounter, path: Mistake['path']): number | undefined {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}
