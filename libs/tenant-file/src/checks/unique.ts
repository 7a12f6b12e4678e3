import { formatPath } from '../tenant-file.errors.js';
import type { FileNode } from './place.js';

/** Checks that a member differs in all entries. */
export function checkUnique(entries: readonly FileNode[], member: (entry: FileNode) => FileNode): void {
  const seen = new Map<string, FileNode>();
  for (const entry of entries) {
    const place = member(entry);
    const text = place.text;
    if (text === undefined) continue;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, entry);
    else place.report(`"${text}" is already used by ${formatPath(first.path)}; give each its own`);
  }
}
