import { fields, list, text } from '../kustomize/data.js';

/** A grant with its limits, as tenant file and Terraform have them: sizes and times are numbers, types are lists. */
interface LimitedGrant {
  readonly actions: readonly string[];
  readonly prefixes: readonly string[];
  readonly limits?: unknown;
}

/** Returns each limit of each grant in words, sorted. A limit that is `null` in Terraform was left out. */
export const limitedTo = (grants: readonly LimitedGrant[]): readonly string[] =>
  grants
    .flatMap(({ actions, prefixes, limits }) =>
      Object.entries(fields(limits)).flatMap(([name, value]) => {
        if (value === null || value === undefined) return [];
        const words = Array.isArray(value) ? list(value).map(text).join(', ') : JSON.stringify(value);
        return `${actions.join(', ')} ${prefixes.join(', ')}: ${name} ${words}`;
      }),
    )
    .toSorted();
