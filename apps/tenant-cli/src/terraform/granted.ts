/** A grant as tenant file and Terraform have it. */
export interface Grant {
  readonly actions: readonly string[];
  readonly prefixes: readonly string[];
}

/**
 * What grants come to for a role: each action with each folder, claims of callers cut off, as module tenant does; a folder
 * within a granted one adds nothing.
 *
 * @returns `download shared/`, sorted
 */
export function grantedBy(grants: readonly Grant[], keyPrefix = ''): readonly string[] {
  const all = grants.flatMap(({ actions, prefixes }) =>
    actions.flatMap((action) => prefixes.map((prefix) => ({ action, folder: keyPrefix + folderOf(prefix) }))),
  );
  const outermost = all.filter(
    ({ action, folder }) =>
      !all.some((each) => each.action === action && folder !== each.folder && folder.startsWith(each.folder)),
  );
  return [...new Set(outermost.map(({ action, folder }) => `${action} ${folder}`))].toSorted();
}

const folderOf = (prefix: string): string => prefix.replace(/[^/]*\$\{.*/s, '');
