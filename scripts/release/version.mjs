// What the next version is, by conventional commits (conventionalcommits.org 1.0) and semantic versioning.

const SUBJECT = /^(?<type>[a-z]+)(\((?<scope>[^)]+)\))?(?<breaking>!)?: (?<text>.+)$/;

/** Kinds of commits that users read of, in the order of the changelog. */
const SECTIONS = { feat: 'Features', fix: 'Fixes', perf: 'Performance' };

/**
 * @param message subject and body of a commit
 * @returns `undefined` for what is no conventional commit, such as a merge
 */
export function parseCommit(message) {
  const [subject = '', ...body] = message.split('\n');
  const { type, scope, breaking, text } = SUBJECT.exec(subject)?.groups ?? {};
  if (type === undefined) return undefined;
  const [, note] = /^BREAKING[ -]CHANGE: (.+)$/m.exec(body.join('\n')) ?? [];
  return { type, scope, text, breaking: note ?? (breaking && text) };
}

/**
 * Before 1.0.0 a breaking change raises the minor version, as semantic versioning 2.0 §4 leaves free.
 *
 * @returns `undefined` where nothing that users would notice has changed
 */
export function nextVersion(version, commits) {
  const [major, minor, patch] = version.split('.').map(Number);
  const isBreaking = commits.some(({ breaking }) => breaking !== undefined);
  if (isBreaking && major > 0) return `${major + 1}.0.0`;
  if (isBreaking || commits.some(({ type }) => type === 'feat')) return `${major}.${minor + 1}.0`;
  if (commits.some(({ type }) => type in SECTIONS)) return `${major}.${minor}.${patch + 1}`;
  return undefined;
}

const line = ({ scope, text }) => `- ${scope === undefined ? '' : `**${scope}**: `}${text}`;

/** @param date as 2026-11-28 @returns a section of CHANGELOG.md */
export function changelog(version, date, commits) {
  const breaking = commits.filter((each) => each.breaking !== undefined);
  const sections = [
    ['Breaking changes', breaking.map((each) => line({ ...each, text: each.breaking }))],
    ...Object.entries(SECTIONS).map(([kind, heading]) => [
      heading,
      commits.filter(({ type }) => type === kind).map(line),
    ]),
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  return `## ${version}, ${date}\n${shown.map(([heading, lines]) => `\n### ${heading}\n\n${lines.join('\n')}\n`).join('')}`;
}

/**
 * Puts a section before the others. One that is there already, written by hand and headed `## VERSION, unreleased`, gets the
 * date instead.
 *
 * @param file CHANGELOG.md
 * @param section as `changelog` writes it
 */
export function withSection(file, version, date, section) {
  const unreleased = `## ${version}, unreleased\n`;
  if (file.includes(unreleased)) return file.replace(unreleased, () => `## ${version}, ${date}\n`);
  const first = /^## /m.exec(file)?.index ?? file.length;
  return `${file.slice(0, first)}${section}\n${file.slice(first)}`;
}
