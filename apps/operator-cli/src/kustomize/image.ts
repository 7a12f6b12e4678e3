/** Returns the parts of an image's name. @param image a name that is pinned by a tag, and optionally by a digest */
export function parseImage(image: string): { repository: string; tag: string; digest: string | undefined } {
  const [tagged = '', digest] = image.split('@', 2);
  const colon = tagged.lastIndexOf(':');
  return { repository: tagged.slice(0, colon), tag: tagged.slice(colon + 1), digest };
}

/** The grammar of distribution/reference, "Grammar": domain, path components, tag. */
const REFERENCE =
  /^(?:[A-Za-z\d](?:[A-Za-z\d.-]*[A-Za-z\d])?(?::\d+)?\/)?[a-z\d]+(?:(?:[._]|__|-+|\/)[a-z\d]+)*:\w[\w.-]{0,127}$/;
const MOVING = /^(?:latest|main|master|edge|nightly|dev|develop|stable|next)$/;

/**
 * Returns what is wrong with an image's name; `undefined` if it has a valid tag and, if it has a digest, a valid one.
 */
export function unpinned(image: string): string | undefined {
  const [name = '', digest] = image.split('@', 2);
  const [, tag] = /:([^:/]+)$/.exec(name) ?? [];
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    return `has the digest “${digest}”, which is not sha256: and 64 hexadecimal digits`;
  if (tag === undefined)
    return digest === undefined
      ? 'has no tag, which means latest; write the tag of a release'
      : 'has a digest and no tag; write the tag too, so that readers see the version';
  if (!REFERENCE.test(name))
    return 'is not the name of an image; write REGISTRY/NAME:TAG, in lower case and without spaces';
  if (MOVING.test(tag))
    return `has the tag ${tag}, which may name another image later; use the tag of a release`;
  return undefined;
}
