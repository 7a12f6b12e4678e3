import { existsSync } from 'node:fs';
import { fields, get, list, text } from '../kustomize/data.js';
import { SourceFile, type Path } from '../kustomize/source-file.js';
import type { FactName, Facts } from './facts.js';
import { grantedBy, type Grant } from './granted.js';
import type { FactSource } from './fact-source.js';

// Inputs and outputs of examples/two-accounts. JSON is YAML, so that values have lines.

/** Inputs: a `.tfvars.json`. @returns `undefined` where there is no such file */
export function readInputs(path: string): FactSource | undefined {
  const source = open(path);
  if (!source) return undefined;
  const inputs = fields(source.toJS());
  const { type = 'sse-kms', key_arn: keyArn } = fields(inputs['encryption']);
  return factSource('its inputs', source, INPUTS, {
    name: text(inputs['name']),
    account: text(inputs['account_id']),
    bucket: text(inputs['bucket_name']),
    region: text(inputs['region']),
    credentials: text(inputs['credentials']) ?? 'irsa',
    sourceIdentity: inputs['credentials'] === 'chained' ? inputs['source_identity'] === true : undefined,
    encryption: text(keyArn) ?? (type === 'sse-s3' ? type : undefined), // of a key that the module makes, outputs tell
    issuer: text(get(inputs, 'cluster', 'issuer_url'))?.replace('https://', ''),
    session: number(inputs['max_session_duration']) ?? 3600,
    urlLife: number(inputs['max_expires_in']) ?? 3600,
    corsOrigins: strings(inputs['cors_origins']).toSorted(),
    granted: grantedBy(list(inputs['grants']).map(grantOf), text(inputs['key_prefix'])),
  });
}

/** Outputs: what `terraform output -json` printed. @returns `undefined` where there is no such file */
export function readOutputs(path: string): FactSource | undefined {
  const source = open(path);
  if (!source) return undefined;
  const outputs = fields(source.toJS());
  const value = (name: string) => get(outputs, name, 'value');
  const agreed = fields(value('agreement'));
  return factSource('its outputs', source, OUTPUTS, {
    name: text(agreed['name']),
    account: text(value('account')),
    bucket: text(value('bucket')),
    region: text(value('region')),
    credentials: text(value('credentials')),
    roleArn: text(value('role_arn')),
    sourceRoleArn: text(value('source_role_arn')),
    externalId: text(value('external_id')),
    encryption: text(value('kms_key_arn')) ?? text(agreed['encryption']),
    issuer: text(agreed['issuer']),
    subject: text(agreed['subject']),
    audience: text(agreed['audience']),
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
  });
}

const INPUTS: Partial<Record<FactName, Path>> = {
  name: ['name'],
  account: ['account_id'],
  bucket: ['bucket_name'],
  region: ['region'],
  credentials: ['credentials'],
  sourceIdentity: ['source_identity'],
  encryption: ['encryption'],
  issuer: ['cluster', 'issuer_url'],
  session: ['max_session_duration'],
  urlLife: ['max_expires_in'],
  corsOrigins: ['cors_origins'],
  granted: ['grants'],
};
const agreement = (name: string): Path => ['agreement', 'value', name];
const OUTPUTS: Partial<Record<FactName, Path>> = {
  name: agreement('name'),
  account: ['account', 'value'],
  bucket: ['bucket', 'value'],
  region: ['region', 'value'],
  credentials: ['credentials', 'value'],
  roleArn: ['role_arn', 'value'],
  sourceRoleArn: ['source_role_arn', 'value'],
  externalId: ['external_id', 'value'],
  encryption: ['kms_key_arn', 'value'],
  issuer: agreement('issuer'),
  subject: agreement('subject'),
  audience: agreement('audience'),
  session: agreement('max_session_duration'),
  urlLife: agreement('max_signature_seconds'),
  corsOrigins: agreement('cors_origins'),
  granted: agreement('granted'),
};

const open = (path: string): SourceFile | undefined => (existsSync(path) ? SourceFile.read(path) : undefined);

type Loose = { readonly [Name in FactName]?: Facts[Name] | undefined };

/** What it doesn't say, it has no opinion of. */
function factSource(
  called: string,
  source: SourceFile,
  paths: Partial<Record<FactName, Path>>,
  said: Loose,
): FactSource {
  const facts = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Facts;
  return {
    called,
    facts,
    placeOf: (fact) => ({ file: source.path, line: source.lineOf(paths[fact] ?? []) }),
  };
}

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const strings = (value: unknown): string[] => list(value).filter((each) => typeof each === 'string');
const grantOf = (value: unknown): Grant => ({
  actions: strings(get(value, 'actions')),
  prefixes: strings(get(value, 'prefixes')),
});
