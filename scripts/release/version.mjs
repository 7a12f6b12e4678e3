// Decides the next version by conventional commits (conventionalcommits.org 1.0) and semantic versioning.

const SUBJECT = /^(?<type>[a-z]+)(\((?<scope>[^)]+)\))?(?<breaking>!)?: (?<text>.+)$/;

/** The types of commits that appear in the changelog, in its order. */
const SECTIONS = { feat: 'Features', fix: 'Fixes', perf: 'Performance' };

/**
 * Parses the message of a commit.
 *
 * @param message subject and body of the commit
 * @returns `undefined` if the message is no conventional commit, such as that of a merge
 */
export function parseCommit(message) {
  const [subject = '', ...body] = message.split('\n');
  const { type, scope, breaking, text } = SUBJECT.exec(subject)?.groups ?? {};
  if (type === undefined) return undefined;
  const [, note] = /^BREAKING[ -]CHANGE: (.+)$/m.exec(body.join('\n')) ?? [];
  return { type, scope, text, breaking: note ?? (breaking && text) };
}

/**
 * Returns the next version. Before 1.0.0 a breaking change raises the minor version, which semantic versioning 2.0 §4
 * allows.
 *
 * @returns `undefined` if nothing has changed that users would notice
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

/** Returns a section of CHANGELOG.md. @param date such as 2026-11-28 */
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
 * Inserts a section before the others. If a section with the heading `## VERSION, unreleased` exists already, written
 * by hand, that one gets the date instead.
 *
 * @param file the text of CHANGELOG.md
 * @param section the section, as `changelog` returns it
 */
export function withSection(file, version, date, section) {
  const unreleased = `## ${version}, unreleased\n`;
  if (file.includes(unreleased)) return file.replace(unreleased, () => `## ${version}, ${date}\n`);
  const first = /^## /m.exec(file)?.index ?? file.length;
  return `${file.slice(0, first)}${section}\n${file.slice(first)}`;
}
