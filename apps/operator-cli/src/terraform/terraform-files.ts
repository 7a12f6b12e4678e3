import { existsSync } from 'node:fs';
import { fields, get, list, text } from '../kustomize/data.js';
import { SourceFile, type Path } from '../kustomize/source-file.js';
import type { FactName, Facts, Way } from './facts.js';
import { grantedBy, type Grant } from './granted.js';
import { limitedTo } from './limited.js';
import type { FactSource } from './fact-source.js';
import { waysInWords } from './ways.js';

// This file reads inputs and outputs of examples/tenant. They are read as YAML, a superset of JSON, to get the lines of
// values.

/** Reads Terraform's inputs from a `.tfvars.json` file. @returns `undefined` if there is no such file */
export function readInputs(path: string): FactSource | undefined {
  const source = open(path);
  if (!source) return undefined;
  const inputs = fields(source.toJS());
  const { type = 'sse-kms', key_arn: keyArn } = fields(inputs['encryption']);
  const ways = waysOfInputs(inputs['trust']);
  return factSource('its inputs', source, inputPaths(inputs['trust']), ways, {
    name: text(inputs['name']),
    account: text(inputs['account_id']),
    bucket: text(inputs['bucket_name']),
    region: text(inputs['region']),
    encryption: text(keyArn) ?? (type === 'sse-s3' ? type : undefined), // outputs have the key that the module makes
    session: number(inputs['max_session_duration']) ?? 3600,
    urlLife: number(inputs['max_expires_in']) ?? 3600,
    corsOrigins: strings(inputs['cors_origins']).toSorted(),
    granted: grantedBy(list(inputs['grants']).map(grantOf), text(inputs['key_prefix'])),
    limited: limitedTo(list(inputs['grants']).map(grantOf)),
  });
}

/**
 * Reads Terraform's outputs from a file with the output of `terraform output -json`.
 *
 * @returns `undefined` if there is no such file
 */
export function readOutputs(path: string): FactSource | undefined {
  const source = open(path);
  if (!source) return undefined;
  const outputs = fields(source.toJS());
  const value = (name: string) => get(outputs, name, 'value');
  const agreed = fields(value('agreement'));
  const ways = list(agreed['ways']).map(wayOf);
  return factSource('its outputs', source, OUTPUTS, ways, {
    name: text(agreed['name']),
    account: text(value('account')),
    bucket: text(value('bucket')),
    region: text(value('region')),
    roleArn: text(value('role_arn')),
    trusted: ways.length === 0 ? undefined : waysInWords(ways),
    encryption: text(value('kms_key_arn')) ?? text(agreed['encryption']),
    session: number(agreed['max_session_duration']),
    urlLife: number(agreed['max_signature_seconds']),
    corsOrigins: Array.isArray(agreed['cors_origins'])
      ? strings(agreed['cors_origins']).toSorted()
      : undefined,
    granted: grantedBy(
      Object.entries(fields(agreed['granted'])).map(([action, prefixes]) => ({
        actions: [action],
        prefixes: strings(prefixes),
      })),
    ),
    // modules before 0.3 don't output limits
    limited: list(agreed['grants']).some((grant) => 'limits' in fields(grant))
      ? limitedTo(list(agreed['grants']).map(grantOf))
      : undefined,
  });
}

/** Yields the ways to the role, with their kinds and the names that the inputs give them. */
function* trustEntries(trust: unknown): Iterable<readonly [keyof typeof KINDS, string, unknown]> {
  for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[])
    for (const [key, way] of Object.entries(fields(get(trust, kind)))) yield [kind, key, way];
}

const KINDS = { issuers: 'irsa', associations: 'pod-identity', chains: 'chained' } as const;

/** Returns the ways in the inputs. The module chooses the values that inputs leave out; its outputs have these. */
const waysOfInputs = (trust: unknown): readonly Way[] =>
  [...trustEntries(trust)].map(([kind, , value]) => {
    const given = fields(value);
    const namespace = text(given['namespace']);
    return wayOf({
      ...given,
      credentials: KINDS[kind],
      issuer: text(given['issuer_url'])?.replace('https://', '') ?? given['issuer'],
      ...(namespace !== undefined && {
        subject: `system:serviceaccount:${namespace}:${text(given['service_account']) ?? 'tenant-presign'}`,
      }),
      ...(kind === 'chains' && { source_identity: given['source_identity'] === true }),
    });
  });

/**
 * Returns a way in the form of output `agreement`. EKS makes the external id of an association; no tenant file has it.
 */
function wayOf(value: unknown): Way {
  const way = fields(value);
  const credentials = text(way['credentials']);
  const all = {
    credentials,
    issuer: text(way['issuer']),
    subject: text(way['subject']),
    audience: text(way['audience']),
    sourceRoleArn: text(way['source_role_arn']),
    externalId: text(way['external_id']),
    sourceIdentity: typeof way['source_identity'] === 'boolean' ? way['source_identity'] : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, each]) => each !== undefined)) as Way;
}

/** Returns the paths of a way's facts in the inputs. They lead to the first way, which is mostly the only one. */
function inputPaths(trust: unknown): Partial<Record<FactName, Path>> {
  const [first] = trustEntries(trust);
  if (!first) return INPUTS;
  const [kind, key] = first;
  const at = (name: string): Path => ['trust', kind, key, name];
  return {
    ...INPUTS,
    credentials: ['trust', kind],
    sourceIdentity: at('source_identity'),
    issuer: at(kind === 'issuers' ? 'issuer_url' : 'issuer'),
    subject: at(kind === 'issuers' ? 'namespace' : 'subject'),
    audience: at('audience'),
    sourceRoleArn: at('source_role_arn'),
    externalId: at('external_id'),
  };
}

const INPUTS: Partial<Record<FactName, Path>> = {
  name: ['name'],
  account: ['account_id'],
  bucket: ['bucket_name'],
  region: ['region'],
  encryption: ['encryption'],
  session: ['max_session_duration'],
  urlLife: ['max_expires_in'],
  corsOrigins: ['cors_origins'],
  granted: ['grants'],
  limited: ['grants'],
};
const agreement = (name: string): Path => ['agreement', 'value', name];
const OUTPUTS: Partial<Record<FactName, Path>> = {
  name: agreement('name'),
  account: ['account', 'value'],
  bucket: ['bucket', 'value'],
  region: ['region', 'value'],
  credentials: agreement('ways'),
  roleArn: ['role_arn', 'value'],
  sourceRoleArn: agreement('ways'),
  externalId: agreement('ways'),
  sourceIdentity: agreement('ways'),
  trusted: agreement('ways'),
  encryption: ['kms_key_arn', 'value'],
  issuer: agreement('ways'),
  subject: agreement('ways'),
  audience: agreement('ways'),
  session: agreement('max_session_duration'),
  urlLife: agreement('max_signature_seconds'),
  corsOrigins: agreement('cors_origins'),
  granted: agreement('granted'),
  limited: agreement('grants'),
};

const open = (path: string): SourceFile | undefined => (existsSync(path) ? SourceFile.read(path) : undefined);

type Loose = { readonly [Name in FactName]?: Facts[Name] | undefined };

/** Returns a source with the facts that are defined. A source takes no part in comparing the facts that it lacks. */
function factSource(
  called: string,
  source: SourceFile,
  paths: Partial<Record<FactName, Path>>,
  ways: readonly Way[],
  said: Loose,
): FactSource {
  const facts = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Facts;
  return {
    called,
    facts,
    ways,
    placeOf: (fact) => ({ file: source.path, line: source.lineOf(paths[fact] ?? []) }),
  };
}

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const strings = (value: unknown): string[] => list(value).filter((each) => typeof each === 'string');
const grantOf = (value: unknown): Grant & { readonly limits: unknown } => ({
  actions: strings(get(value, 'actions')),
  prefixes: strings(get(value, 'prefixes')),
  limits: get(value, 'limits'),
});
