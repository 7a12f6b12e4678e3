import { readFileSync } from 'node:fs';
import { type CredentialsEntry, parseTenantFile, type TenantEntry } from '#tenant-file';
import { readTenants } from '../../check/tenants.js';
import { innermost } from '../../check/innermost.js';
import type { Layout } from '../../kustomize/layout.js';
import { Overlay } from '../../kustomize/overlay.js';

/** The role whose sessions are to be revoked. */
export interface Role {
  readonly tenant: string;
  /** The ARN, such as `arn:aws:iam::222222222222:role/team-a-presign`. */
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

interface Wanted {
  readonly tenant: string;
  /** The path of the tenant file; the overlays' tenant files if left out. */
  readonly tenantsFile: string | undefined;
  /** Whether the role that the chain begins with is meant, instead of the tenant's own. */
  readonly source: boolean;
}

/** Returns the role of a tenant. @throws Error with what is missing; TenantFileError */
export function roleOfTenant({ tenant: id, tenantsFile, source }: Wanted, layout: Layout): Role {
  const tenants =
    tenantsFile === undefined
      ? tenantsOfOverlays(layout)
      : parseTenantFile(readFileSync(tenantsFile, 'utf8'), tenantsFile).tenants;
  const tenant = tenants.find((each) => each.id === id);
  if (!tenant) {
    const known = tenants.map((each) => each.id).join(', ') || 'none';
    throw new Error(`There is no tenant ${id}. There are: ${known}.`);
  }
  const { credentials, region } = tenant;
  if (source && credentials.type !== 'assume-role')
    throw new Error(`${id} has no source role. Leave --source out.`);
  const arn = arnOf(source ? innermost(credentials) : credentials);
  if (arn === undefined)
    throw new Error(`The tenant file names no role for ${id}, so that no session can be revoked.`);
  const account = arn.split(':')[4]!;
  return { tenant: id, arn, name: arn.slice(arn.lastIndexOf('/') + 1), account, region };
}

const arnOf = (credentials: CredentialsEntry): string | undefined =>
  'roleArn' in credentials ? credentials.roleArn : undefined;

function tenantsOfOverlays(layout: Layout): readonly TenantEntry[] {
  return layout
    .overlayNames()
    .flatMap((name) => readTenants(new Overlay(name, layout.overlay(name), layout)).tenants?.tenants ?? []);
}
