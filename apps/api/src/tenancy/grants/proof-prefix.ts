import { literalFolder, parsePrefix, type TenantEntry } from '#tenant-file';

/** The folder that a role gets for a prefix of a grant: of `users/u-${sub}/` it is `users/`. Module tenant cuts alike. */
export const folderOf = (prefix: string): string => literalFolder(parsePrefix(prefix) ?? []);

/** The prefix under which the bucket is proven: that of a `list` grant where there is one, since module tenant allows no other. */
export function proofPrefix({ grants, keyPrefix = '' }: Pick<TenantEntry, 'grants' | 'keyPrefix'>): string {
  const grant = grants.find(({ actions }) => actions.includes('list')) ?? grants[0];
  return keyPrefix + folderOf(grant?.prefixes[0] ?? '');
}
