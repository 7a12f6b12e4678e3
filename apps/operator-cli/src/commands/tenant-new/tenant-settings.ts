import type { TenantRequest } from './tenant-request.js';
import { USUAL, type Terms } from './terms.js';

// Settings of a tenant as YAML: the platform's and the team's, which stand in one file or in two.

/** Returns what no team decides: whose bucket it is, and as whom it is reached. @param credentials lines */
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

/** Returns who may do what, within which limits. */
export function teamSettings(terms: Terms): string {
  const { maxExpiresIn, origins, grants } = terms;
  return `limits: { defaultExpiresIn: ${Math.min(900, maxExpiresIn)}, maxExpiresIn: ${maxExpiresIn} }
${origins.length === 0 ? '' : `cors: { origins: [${origins.join(', ')}] }\n`}# Who may do what, under which prefixes. ${
    terms === USUAL
      ? 'By default the pods of the namespace; no one may delete.'
      : "As the role may, for the namespace's pods: narrow it as need be."
  }
grants:
${grants.map(({ actions, prefixes }) => `  - { actions: [${actions.join(', ')}], prefixes: [${prefixes.map(quoted).join(', ')}] }\n`).join('')}`;
}

/** Credentials by a token of the service account. @param session seconds */
export const direct = (roleArn: string, session: number): readonly string[] => [
  'type: web-identity',
  `roleArn: ${roleArn}`,
  ...(session === USUAL.session ? [] : [`durationSeconds: ${session}`]),
];

/** Credentials by the role before. @param source its credentials, as lines */
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

/** Plain where YAML takes it for the same text. */
const quoted = (text: string): string =>
  /^[\w/-]*[A-Za-z/][\w/-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
