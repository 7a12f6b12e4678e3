import type { TenantEntry } from '#tenant-file';
import { get, list, text } from '../../kustomize/data.js';
import { POD_SPEC, containersOf, type KubeObject } from '../../kustomize/rendering.js';
import {
  inRendering,
  inSource,
  inTenants,
  type Fault,
  type RenderedSubject,
  type RenderingRule,
} from '../fault.js';
import { innermost } from '../innermost.js';
import { CREDENTIALS } from './components.js';

/** The service account that the role in account B trusts, together with the namespace; see docs/onboard-a-tenant.md. */
const ACCOUNT_NAME = 'tenant-presign';
const ROLE = 'eks.amazonaws.com/role-arn';
const SUBJECT = 'tenant-presign/subject';
const TOKEN_VARIABLE = 'AWS_WEB_IDENTITY_TOKEN_FILE';
const TOKEN_FILE = '/var/run/secrets/sts/token';
/** The variables that EKS's webhook sets. A value that is set by hand takes precedence over the annotation. */
const BY_HAND =
  /^AWS_(?:ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_\w+|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE)$/;

/** Checks that service account, annotation, tenant file and component all name the same way to the same role. */
export const identity: RenderingRule = function* (subject) {
  const accounts = subject.rendering.of('ServiceAccount', '');
  for (const workload of subject.rendering.workloads) {
    yield* environment(subject, workload);
    const path = [...POD_SPEC, 'serviceAccountName'];
    const name = text(get(workload, ...path)) ?? 'default';
    const account = accounts.find((each) => each.metadata.name === name);
    if (account) yield* ofAccount(subject, account);
    else
      yield inRendering(
        subject,
        workload,
        path,
        `pods run as service account ${name}, which the overlay doesn’t make; set serviceAccountName: ${ACCOUNT_NAME}, which account B trusts`,
      );
  }
};

function* environment(subject: RenderedSubject, workload: KubeObject): Iterable<Fault> {
  for (const { container, name, path } of containersOf(workload)) {
    for (const [index, entry] of list(container['env']).entries()) {
      const variable = text(get(entry, 'name')) ?? '';
      if (BY_HAND.test(variable) && !isOfComponent(subject, variable, text(get(entry, 'value')))) {
        yield inRendering(
          subject,
          workload,
          [...path, 'env', index, 'name'],
          `container ${name} sets ${variable}, which overrides the value that EKS sets; remove it`,
        );
      }
    }
  }
}

/**
 * Returns whether a variable is the one that component web-identity-token sets. This component mounts a token itself,
 * because the webhook mounts one only for a service account with a single role.
 */
const isOfComponent = ({ overlay }: RenderedSubject, variable: string, value: string | undefined): boolean =>
  overlay.has('web-identity-token') && variable === TOKEN_VARIABLE && value === TOKEN_FILE;

function* ofAccount(subject: RenderedSubject, account: KubeObject): Iterable<Fault> {
  const { overlay } = subject;
  if (account.metadata.name !== ACCOUNT_NAME) {
    const changed = ['namePrefix', 'nameSuffix'].find(
      (field) => overlay.kustomization.lineOf([field]) !== undefined,
    );
    const message = `the service account is called ${account.metadata.name}, and account B trusts only system:serviceaccount:${overlay.namespace ?? '…'}:${ACCOUNT_NAME}; keep the name ${ACCOUNT_NAME}`;
    yield changed
      ? inSource(overlay.kustomization, [changed], message)
      : inRendering(subject, account, ['metadata', 'name'], message);
  }
  const annotation = (name: string) => text(get(account, 'metadata', 'annotations', name));
  const named = annotation(SUBJECT);
  const actual = `system:serviceaccount:${account.metadata.namespace ?? ''}:${account.metadata.name}`;
  if (named !== undefined && named !== actual && account.metadata.name === ACCOUNT_NAME) {
    yield inRendering(
      subject,
      account,
      ['metadata', 'annotations', SUBJECT],
      `says that account B trusts ${named}, and pods run as ${actual}; correct it here and in the role’s trust policy`,
    );
  }
  for (const [index, tenant] of subject.tenants?.tenants.entries() ?? []) {
    yield* ofTenant(subject, account, annotation(ROLE), tenant, index);
  }
}

function* ofTenant(
  subject: RenderedSubject,
  account: KubeObject,
  annotated: string | undefined,
  tenant: TenantEntry,
  index: number,
): Iterable<Fault> {
  const { overlay, layout } = subject;
  const at = ['tenants', index, 'credentials'];
  const start = innermost(tenant.credentials);
  const chained = tenant.credentials.type === 'assume-role';
  if (start.type === 'static') return; // static credentials are a secret, which rule `secrets` reports
  if (start.type === 'default') {
    yield inTenants(
      subject,
      at,
      'credentials of type default may be those of the node’s role; name web-identity, container or assume-role',
    );
    return;
  }
  const direct = overlay.isShared ? 'web-identity-token' : 'irsa';
  const component = start.type === 'container' ? 'pod-identity' : chained ? 'chained-role' : direct;
  const other = overlay.components.find(({ name }) => CREDENTIALS.includes(name));
  const byToken = start.type === 'web-identity' && !chained;
  // With component chained-role, pods have a token, which any role may trust.
  if (overlay.isShared && byToken && overlay.has('chained-role')) return;
  if (other && !overlay.has(component)) {
    yield inTenants(
      subject,
      at,
      `credentials of type ${tenant.credentials.type}${chained ? ` from ${start.type}` : ''} need component ${component}, and the overlay has ${other.name} (${layout.show(overlay.kustomization.path)}:${other.line}); change one of them`,
    );
    return;
  }
  if (overlay.isShared && byToken) return; // an annotation names only one role
  const expected = start.type === 'web-identity' ? start.roleArn : undefined;
  if (annotated === expected) return;
  const { file, line = subject.placeOf(at).line } = subject.placeOf([
    ...at,
    ...(chained ? ['source'] : []),
    'roleArn',
  ]);
  const there = `${layout.show(file)}:${line}`;
  const path = ['metadata', 'annotations', ROLE];
  yield inRendering(
    subject,
    account,
    path,
    expected === undefined
      ? `${ROLE} is ${annotated}: it is for IRSA, and these credentials are of Pod Identity, whose association names the role; remove it`
      : annotated === undefined
        ? `${ROLE} is missing; it must be ${expected}, the role of ${there}`
        : `${ROLE} is ${annotated}, and ${there} has ${expected}; correct one of them`,
  );
}
