import { CREDENTIALS_CLASSES, UnknownCredentialsEntry } from '../credentials-entry.js';
import { TenantFile } from '../tenant-file.js';
import { readEntries, type Entry } from './settings.js';

/** The place of each kind of object in the file. */
const PLACES: Readonly<Record<string, string>> = {
  TenantFile: 'The file',
  IssuerEntry: '`issuers[]`',
  TenantEntry: '`tenants[]`',
  WebIdentityEntry: '`credentials: { type: web-identity }`',
  ContainerEntry: '`credentials: { type: container }`',
  AssumeRoleEntry: '`credentials: { type: assume-role }`',
  DefaultEntry: '`credentials: { type: default }`',
  StaticEntry: '`credentials: { type: static }`',
  AttributionEntry: '`attribution`',
  LimitsEntry: '`limits`',
  AllCallersEntry: '`limits.allCallers`',
  EncryptionEntry: '`encryption`',
  CorsEntry: '`cors`',
  GrantEntry: '`grants[]`',
  GrantLimitsEntry: '`grants[].limits`',
};

/** Returns the reference of all settings, as tables. */
export function settingsReference(): string {
  const entries = readEntries([TenantFile, ...Object.values(CREDENTIALS_CLASSES)]);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  byName.delete(UnknownCredentialsEntry.name);
  const unplaced = [...byName.keys()].filter((name) => !(name in PLACES));
  if (unplaced.length > 0) throw new Error(`where in the file stands ${unplaced.join(', ')}?`);
  return Object.entries(PLACES)
    .map(([name, place]) => section(place, byName.get(name)!))
    .join('\n');
}

function section(place: string, { meaning, settings }: Entry): string {
  const rows = settings
    .filter(({ name, meaning: text }) => !(name === 'type' && text === '')) // the heading has the type
    .map(({ name, isRequired, meaning: text, rule }) =>
      row(isRequired ? `**\`${name}\`**` : `\`${name}\``, text, escapeStars(rule)),
    );
  const table =
    rows.length === 0 ? [] : ['', row('setting', 'what for', 'what it must be'), '|---|---|---|', ...rows];
  return [`### ${place}`, '', meaning, ...table, ''].join('\n');
}

const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** Escapes `*`, because Markdown takes the text between two of them for emphasis. */
const escapeStars = (text: string): string => text.replaceAll('*', String.raw`\*`);
