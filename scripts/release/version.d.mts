export interface Commit {
  readonly type: string;
  readonly scope: string | undefined;
  readonly text: string;
  readonly breaking: string | undefined;
}
export function parseCommit(message: string): Commit | undefined;
export function nextVersion(version: string, commits: readonly Commit[]): string | undefined;
export function changelog(version: string, date: string, commits: readonly Commit[]): string;
export function withSection(file: string, version: string, date: string, section: string): string;
