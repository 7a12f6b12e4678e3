import type { TenantRequest } from './tenant-request.js';
import { USUAL, type Terms } from './terms.js';

// This file formats the settings of a tenant as YAML: the platform's settings and the team's, in one file or in two.

/**
 * Returns the settings that no team decides: account, bucket, Region, credentials, encryption and key prefix.
 *
 * @param credentials lines of YAML
 */
export function platformSettings(
  { account, bucket, region, kmsKeyArn, terms }: TenantRequest,
  credentials: readonly string[],
): string {
  return `account: '${account}'
bucket: ${bucket}
region: ${region}
credentials:
${indented(2, lines(credentials))}${
    kmsKeyArn === undefined ? '' : `encryption:\n  type: sse-kms\n  keyArn: ${kmsKeyArn}\n`
  }${terms.keyPrefix === '' ? '' : `keyPrefix: ${quoted(terms.keyPrefix)}\n`}`;
}

/** Returns the team's settings: who may do what, and within which limits. */
export function teamSettings(terms: Terms): string {
  const { maxExpiresIn, origins, grants } = terms;
  return `limits: { defaultExpiresIn: ${Math.min(900, maxExpiresIn)}, maxExpiresIn: ${maxExpiresIn} }
${origins.length === 0 ? '' : `cors: { origins: [${origins.join(', ')}] }\n`}# The grants: which callers may do what, under which prefixes. ${
    terms === USUAL
      ? 'By default the pods of the namespace may do all of this; no one may delete.'
      : 'They allow the pods of the namespace all that the role may do: narrow them as needed.'
  }
grants:
${grants.map(({ actions, prefixes }) => `  - { actions: [${actions.join(', ')}], prefixes: [${prefixes.map(quoted).join(', ')}] }\n`).join('')}`;
}

/** Returns credentials by the service account's token, as lines of YAML. @param session seconds */
export const direct = (roleArn: string, session: number): readonly string[] => [
  'type: web-identity',
  `roleArn: ${roleArn}`,
  ...(session === USUAL.session ? [] : [`durationSeconds: ${session}`]),
];

/**
 * Returns credentials by a source role, as lines of YAML.
 *
 * @param source the source role's credentials, as lines of YAML
 */
export const chained = (
  roleArn: string,
  externalId: string | undefined,
  source: readonly string[],
): readonly string[] => [
  'type: assume-role',
  `roleArn: ${roleArn}`,
  ...(externalId === undefined ? [] : [`externalId: ${externalId}`]),
  'source:',
  ...source.map((line) => `  ${line}`),
];

export const indented = (spaces: number, text: string): string =>
  text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** Returns the text without quotes if YAML reads it as the same text, otherwise quoted. */
const quoted = (text: string): string =>
  /^[\w/-]*[A-Za-z/][\w/-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
