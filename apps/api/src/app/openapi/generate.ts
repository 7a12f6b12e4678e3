import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Docstrings } from './docstrings.js';
import { openApiDocument } from './document.js';
import { openApi30 } from './openapi-3.0.js';

/** Returns the document as text, from a checkout. */
export async function openApiTexts(
  root: string,
): Promise<{ readonly json: string; readonly yaml: string; readonly json30: string }> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const document = await openApiDocument(version, Docstrings.read(join(root, 'apps/api/src')));
  return {
    json: `${JSON.stringify(document, null, 2)}\n`,
    json30: `${JSON.stringify(openApi30(document), null, 2)}\n`,
    yaml: stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 }),
  };
}

/** `node generate.js ROOT FOLDER` is a step of the build. It writes openapi.json, openapi-3.0.json and openapi.yaml. */
const [, script, root, folder] = process.argv;
if (script !== undefined && import.meta.url.endsWith('/openapi/generate.js') && folder !== undefined) {
  const { json, json30, yaml } = await openApiTexts(root!);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'openapi.json'), json);
  writeFileSync(join(folder, 'openapi-3.0.json'), json30);
  writeFileSync(join(folder, 'openapi.yaml'), yaml);
}
