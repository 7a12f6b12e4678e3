import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;
const RULE = `\n${'-'.repeat(80)}\n\n`;

/**
 * Returns the licence texts of the bundled packages, each text once. Even permissive licences require their text beside
 * the code.
 *
 * @param packages the packages of the bundle's inventory
 */
export function licenceTexts(packages) {
  const byText = Map.groupBy(packages, textOf);
  return [...byText]
    .map(([text, those]) => `${those.map(({ ref }) => ref).join('\n')}\n\n${text}\n`)
    .join(RULE);
}

function textOf({ folder }) {
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`Licence: ${license}`, ...texts].join('\n\n');
}
