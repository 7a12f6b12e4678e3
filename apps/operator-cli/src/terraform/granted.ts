/** A grant, with the members that tenant file and Terraform share. */
export interface Grant {
  readonly actions: readonly string[];
  readonly prefixes: readonly string[];
}

interface Permission {
  readonly action: string;
  readonly folder: string;
}

/** A permission that is not an action of grants: it follows where both `list` and `downloadVersion` are granted. */
export const LIST_VERSIONS = 'listVersions';

/**
 * Returns the permissions of a role that follow from grants: each action with each folder. Prefixes are cut at the
 * first claim of the caller, as module tenant does; a folder within a granted one adds nothing.
 *
 * @returns entries such as `download shared/`, sorted
 */
export function grantedBy(grants: readonly Grant[], keyPrefix = ''): readonly string[] {
  const all = permissionsOf(grants, keyPrefix);
  return inWords([...all, ...versionListings(all)]);
}

/** Returns the permissions of policies, which name explicitly where versions may be listed. */
export const grantedAsIs = (grants: readonly Grant[]): readonly string[] =>
  inWords(permissionsOf(grants, ''));

const permissionsOf = (grants: readonly Grant[], keyPrefix: string): readonly Permission[] =>
  grants.flatMap(({ actions, prefixes }) =>
    actions.flatMap((action) => prefixes.map((prefix) => ({ action, folder: keyPrefix + folderOf(prefix) }))),
  );

/**
 * Returns where versions may be listed: for each listed folder and readable folder of which one contains the other, the
 * inner one.
 */
function versionListings(all: readonly Permission[]): Permission[] {
  const foldersOf = (wanted: string) =>
    all.filter(({ action }) => action === wanted).map(({ folder }) => folder);
  const [listed, read] = [foldersOf('list'), foldersOf('downloadVersion')];
  return listed
    .flatMap((one) =>
      read.flatMap((other) => (other.startsWith(one) ? other : one.startsWith(other) ? one : [])),
    )
    .map((folder) => ({ action: LIST_VERSIONS, folder }));
}

function inWords(all: readonly Permission[]): readonly string[] {
  const outermost = all.filter(
    ({ action, folder }) =>
      !all.some((each) => each.action === action && folder !== each.folder && folder.startsWith(each.folder)),
  );
  return [...new Set(outermost.map(({ action, folder }) => `${action} ${folder}`))].toSorted();
}

const folderOf = (prefix: string): string => prefix.replace(/[^/]*\$\{.*/s, '');
