import type { EnvelopeEntry } from '#tenant-file';
import { readClusters } from '../../cluster/clusters.js';
import type { Layout } from '../../kustomize/layout.js';
import type { Overlay } from '../../kustomize/overlay.js';
import { readFolder } from '../../tenants-dir/folder.js';
import { sharedOverlay } from '../../tenants-dir/shared-overlay.js';
import { OF_OVERLAY, type CommandLine, type Option } from './options.js';
import { validate, type TenantRequest } from './tenant-request.js';
import type { Terms } from './terms.js';

/** The settings of a shared overlay on which a new tenant depends. */
export interface SharedOverlay {
  readonly overlay: Overlay;
  /** The name of the issuer whose tokens the tenant's pods send. */
  readonly issuer: string;
  /**
   * How pods get the hub role's credentials, and the role's ARN if it is known; `undefined` if pods have no hub role.
   */
  readonly hub:
    { readonly type: 'container' | 'web-identity'; readonly roleArn: string | undefined } | undefined;
}

interface Validated {
  readonly request: TenantRequest;
  readonly errors: readonly string[];
  readonly shared: SharedOverlay | undefined;
}

/** Validates a request for a tenant of a shared overlay. */
export function validateInto(
  into: string,
  line: CommandLine,
  values: ReadonlyMap<Option, string>,
  layout: Layout,
  terms: Terms | undefined,
): Validated {
  const clusters = readClusters(layout);
  const overlay = sharedOverlay(layout, into);
  if ('whyNot' in overlay)
    return {
      ...validate(line, values, clusters, terms),
      errors: [`--into: ${overlay.whyNot}`],
      shared: undefined,
    };
  const errors: string[] = [];
  const asked = [
    ...OF_OVERLAY.filter((name) => values.has(name)),
    ...(line.createNamespace ? ['create-namespace'] : []),
  ];
  for (const name of asked)
    errors.push(`--${name} is a setting of the overlay, and ${into} exists already; leave the option out`);
  const { platform } = readFolder(overlay.tenantsFolder);
  if (platform.state !== 'valid')
    errors.push(`--into: ${into} has errors in platform.yaml; npm run tenant:check -- ${into} lists them`);
  const { issuers = [], tenants = [] } = platform.state === 'valid' ? platform.value : {};
  const hub = hubOf(overlay, tenants);
  const own = clusters.get(overlay.cluster ?? '')?.profile?.issuer;
  const issuer = issuers.find((each) => each.issuer === own)?.name;
  if (issuer === undefined && platform.state === 'valid')
    errors.push(`--into: platform.yaml of ${into} has no issuer ${own ?? 'of its cluster'}; add one`);
  const all = withHub(values, overlay, hub);
  const { request, errors: ofValues } = validate(line, all, clusters, terms);
  errors.push(...ofValues, ...contradictions(request, hub, into));
  return { request, errors, shared: issuer === undefined ? undefined : { overlay, issuer, hub } };
}

function hubOf(overlay: Overlay, tenants: readonly EnvelopeEntry[]): SharedOverlay['hub'] {
  const type = overlay.has('pod-identity')
    ? 'container'
    : overlay.has('chained-role')
      ? 'web-identity'
      : undefined;
  if (type === undefined) return undefined;
  const sources = tenants.flatMap(({ credentials }) =>
    credentials.type === 'assume-role' ? [credentials.source] : [],
  );
  const known = sources.find((source) => source.type === type);
  return { type, roleArn: known && 'roleArn' in known ? known.roleArn : undefined };
}

/**
 * Adds defaults to the settings: with a hub role, credentials are a chain from this role. Its ARN comes from
 * platform.yaml, if the file has it.
 */
function withHub(values: ReadonlyMap<Option, string>, { cluster = '' }: Overlay, hub: SharedOverlay['hub']) {
  const all = new Map<Option, string>([
    ['credentials', hub ? 'chained' : 'irsa'],
    ...values,
    ['cluster', cluster],
  ]);
  if (hub?.roleArn !== undefined && all.get('credentials') === 'chained' && !all.has('source-role-arn'))
    all.set('source-role-arn', hub.roleArn);
  return all;
}

function* contradictions(
  { credentials, externalId, name }: TenantRequest,
  hub: SharedOverlay['hub'],
  into: string,
): Iterable<string> {
  if (credentials === 'pod-identity')
    yield `--credentials pod-identity would give all tenants of ${into} one session; use chained, or irsa`;
  if (credentials === 'chained' && hub === undefined)
    yield `--credentials chained needs a hub role, and ${into} lists neither pod-identity nor chained-role; use irsa`;
  if (credentials === 'chained' && externalId === undefined)
    yield `--external-id is missing: the hub role may assume the role of every tenant, so each tenant needs an external id of its own, such as tenant-presign/${name}`;
}
