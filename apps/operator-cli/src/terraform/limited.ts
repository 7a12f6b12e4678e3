import { fields, list, text } from '../kustomize/data.js';

/** Limits of a grant, as tenant file and Terraform have them: sizes and times are numbers, types are lists. */
interface LimitedGrant {
  readonly actions: readonly string[];
  readonly prefixes: readonly string[];
  readonly limits?: unknown;
}

/** Each limit of each grant in words, sorted. What Terraform shows as `null` was left out. */
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
