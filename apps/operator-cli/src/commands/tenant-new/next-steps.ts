import { teamFileOf } from '#tenant-file';
import type { Layout } from '../../kustomize/layout.js';
import type { Overlay } from '../../kustomize/overlay.js';
import { sealingCommand } from './sealing-secret.js';
import type { TenantRequest } from './tenant-request.js';

/** Returns the remaining steps for a tenant with an overlay of its own. */
export function nextSteps(
  { name, credentials, sourceRoleArn, roleArn, createNamespace }: TenantRequest,
  layout: Layout,
): string {
  const folder = layout.show(layout.overlay(name));
  const trusted = credentials === 'chained' ? sourceRoleArn : roleArn;
  const trust =
    credentials === 'pod-identity'
      ? `Check that the Pod Identity association of namespace ${name} and service account tenant-presign leads to ${roleArn}.`
      : `Check that ${trusted} trusts system:serviceaccount:${name}:tenant-presign.`;
  return `
Next steps (docs/onboard-a-tenant.md):
  1. ${trust}
  2. Edit the grants in ${folder}/tenants.yaml, and run npm run tenant:check -- ${name} --update
  3. Run ${createNamespace ? `kubectl apply --server-side -k ${folder}/namespace && ` : ''}kubectl apply -k ${folder}
  4. Make the key that seals the state of multipart uploads, listings and receipts, once:

${sealingCommand(name).replaceAll(/^/gm, '     ')}
`;
}

/** Returns the remaining steps for a tenant of a shared overlay. */
export function nextStepsInto(
  { name, credentials, roleArn, sourceRoleArn, externalId }: TenantRequest,
  { name: overlay, namespace, tenantsFolder, folder }: Overlay,
  layout: Layout,
): string {
  const trust =
    credentials === 'chained'
      ? `Check that ${sourceRoleArn} may assume ${roleArn}, which trusts it with the external id ${externalId}.`
      : `Check that ${roleArn} trusts system:serviceaccount:${namespace}:tenant-presign.`;
  return `
Next steps (docs/shared-deployment.md):
  1. ${trust}
  2. Edit the grants in ${layout.show(tenantsFolder)}/${teamFileOf(name)}, and run npm run tenant:check -- ${overlay} --update
  3. Run kubectl apply --server-side -k ${layout.show(folder)}
  4. Run kubectl label namespace ${name} tenant-presign/client=true
`;
}
