import { literalFolder, parsePrefix, type TenantEntry } from '#tenant-file';

/**
 * Returns the folder that a role may access for a grant's prefix: `users/` for `users/u-${sub}/`. The Terraform module
 * `tenant` shortens prefixes in the same way.
 */
export const folderOf = (prefix: string): string => literalFolder(parsePrefix(prefix) ?? []);

/**
 * Returns the prefix under which the bucket is proven. It is the prefix of a `list` grant if there is one, because the
 * Terraform module `tenant` allows no other listing.
 */
export function proofPrefix({ grants, keyPrefix = '' }: Pick<TenantEntry, 'grants' | 'keyPrefix'>): string {
  const grant = grants.find(({ actions }) => actions.includes('list')) ?? grants[0];
  return keyPrefix + folderOf(grant?.prefixes[0] ?? '');
}
