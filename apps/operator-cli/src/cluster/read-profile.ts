import { isIP } from 'node:net';
import { basename } from 'node:path';
import { AWS_REGION } from '#tenant-file';
import { DNS_LABEL } from '#validation';
import { unpinned } from '../kustomize/image.js';
import type { Path, SourceFile } from '../kustomize/source-file.js';
import { formatRange, parseRange, type Family } from './address-range.js';
import { Fields } from './fields.js';
import { contradictions } from './profile-rules.js';
import { CNIS, DNS_TYPES, type ClusterProfile, type ProfileError } from './profile.js';

const SETTINGS =
  'version issuer region ipFamily cni pods services dns apiServer endpoints identityProviders ingress monitoring gateway knative image previousImage runbooks'.split(
    ' ',
  );
const VERSION_OF_PROFILES = 1;
/** The default address of NodeLocal DNSCache. */
const DNS_CACHE = '169.254.20.10';

/** Reads a profile. @returns the profile if it is valid, and otherwise all of its validation errors */
export function readProfile(source: SourceFile): {
  readonly profile: ClusterProfile | undefined;
  readonly errors: readonly ProfileError[];
} {
  if (source.errors.length > 0) {
    const errors = source.errors.map(({ message, line }) => ({ line, message: `isn’t YAML: ${message}` }));
    return { profile: undefined, errors };
  }
  const fields = new Fields(source);
  const profile = readSettings(fields, basename(source.path).replace(/\.ya?ml$/, ''));
  if (profile !== undefined && fields.errors.length === 0)
    for (const [path, message] of contradictions(profile)) fields.refuse(path, message);
  const { errors } = fields;
  return { profile: errors.length === 0 ? profile : undefined, errors };
}

function readSettings(fields: Fields, name: string): ClusterProfile | undefined {
  fields.only([], SETTINGS);
  for (const [path, known] of Object.entries({
    dns: ['type', 'clusterIP', 'address'],
    apiServer: ['clusterIP', 'subnets'],
    ingress: ['namespaces', 'ranges'],
    gateway: ['namespace', 'name', 'listener'],
    knative: ['serving', 'ingress'],
  }))
    fields.only([path], known, path === 'dns' || path === 'apiServer');
  fields.number(['version'], VERSION_OF_PROFILES);
  const ipFamily = fields.choice(['ipFamily'], ['ipv4', 'ipv6'] as const);
  const cni = fields.choice(['cni'], CNIS);
  const dnsType = fields.choice(['dns', 'type'], DNS_TYPES);
  if (ipFamily === undefined || cni === undefined || dnsType === undefined) return undefined;

  const ranges = (path: Path, least = 0) =>
    fields.list(path, 'CIDRs', (value) => wrongRange(value, ipFamily), least);
  const address = (path: Path, otherwise?: string) =>
    fields.text(path, `an address of ${ipFamily}`, (value) => isIP(value) === VERSION[ipFamily], otherwise);
  const namespace = (path: Path, otherwise?: string) =>
    fields.text(path, 'the name of a namespace', (value) => DNS_LABEL.test(value), otherwise);
  const namespaces = (path: Path, least = 0, otherwise: readonly string[] = []) =>
    fields.list(
      path,
      'names of namespaces',
      (value) => (DNS_LABEL.test(value) ? undefined : `is “${value}”; it must be the name of a namespace`),
      least,
      otherwise,
    );
  const ofIpv4 = ipFamily === 'ipv4' ? DNS_CACHE : undefined;
  return {
    name,
    issuer: fields.text(
      ['issuer'],
      'the https URL of the cluster’s OIDC issuer, without a slash at its end',
      isIssuer,
    ),
    region: fields.text(['region'], 'a Region, such as eu-west-1', (value) => AWS_REGION.test(value)),
    ipFamily,
    cni,
    pods: ranges(['pods'], 1),
    services: ranges(['services'], 1),
    dns: {
      type: dnsType,
      clusterIP: address(['dns', 'clusterIP']),
      address: dnsType === 'node-local-dns' ? address(['dns', 'address'], ofIpv4) : undefined,
    },
    apiServer: {
      clusterIP: address(['apiServer', 'clusterIP']),
      subnets: ranges(['apiServer', 'subnets'], 1),
    },
    endpoints: ranges(['endpoints']),
    identityProviders: ranges(['identityProviders']),
    ingress: { namespaces: namespaces(['ingress', 'namespaces']), ranges: ranges(['ingress', 'ranges']) },
    monitoring: namespaces(['monitoring'], 1),
    gateway: {
      namespace: namespace(['gateway', 'namespace'], 'gateway'),
      name: namespace(['gateway', 'name'], 'platform'),
      listener: namespace(['gateway', 'listener'], 'https'),
    },
    knative: {
      serving: namespace(['knative', 'serving'], 'knative-serving'),
      ingress: namespaces(['knative', 'ingress'], 1, ['kourier-system']),
    },
    image: image(fields, 'image') ?? '',
    previousImage: image(fields, 'previousImage', false),
    runbooks: fields.text(['runbooks'], 'the https URL of docs/operate.md, without #', isPage),
  };
}

const VERSION: Readonly<Record<Family, number>> = { ipv4: 4, ipv6: 6 };

function wrongRange(value: string, family: Family): string | undefined {
  const range = parseRange(value);
  if (range === undefined) return `is “${value}”; it must be a CIDR`;
  if (range.family !== family) return `is ${value}, and ipFamily is ${family}; use one address family`;
  const canonical = formatRange(range);
  return canonical === value
    ? undefined
    : `is ${value}, which Kubernetes refuses in this spelling; write ${canonical}`;
}

function image(fields: Fields, setting: string, isRequired = true): string | undefined {
  if (!isRequired && !fields.has([setting])) return undefined;
  const value = fields.text([setting], 'NAME:TAG, or NAME:TAG@DIGEST', (each) => each !== '');
  const wrong = value === '' ? undefined : unpinned(value);
  if (wrong !== undefined) fields.refuse([setting], `${value} ${wrong}`);
  return value;
}

function isIssuer(value: string): boolean {
  return /^https:\/\/[^?#\s]*[^/?#\s]$/.test(value) && URL.canParse(value);
}

const isPage = (value: string): boolean => /^https:\/\/[^#\s]+$/.test(value) && URL.canParse(value);
