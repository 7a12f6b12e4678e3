import type { Tenant } from '../../tenancy/tenants/tenant.js';
import { counter, gauge, type Family } from './family.js';
import type { Observed } from './observed.js';
import { sum, type OfTenant, type TenantLabels } from './tenant-labels.js';

/**
 * Returns the metrics of tenants and their credentials. A tenant is included once its credentials were requested. If
 * tenants share a line, it shows the worst value.
 */
export function tenantFamilies({ tenants, clock }: Observed, labels: TenantLabels): Family[] {
  const asked = () => tenants.all.filter(({ credentials }) => credentials.held ?? credentials.failure);
  const ofEach = (value: (tenant: Tenant) => number | undefined) => () =>
    asked().flatMap((tenant): OfTenant[] => {
      const known = value(tenant);
      return known === undefined ? [] : [[tenant.id, known]];
    });
  const age = ofEach((tenant) => since(tenant.credentials.held?.obtainedAt, tenant.secondsAt(clock())));
  const remaining = ofEach((tenant) => since(tenant.secondsAt(clock()), tenant.credentials.held?.end));
  const failing = ofEach(({ credentials: { failure } }) => (failure ? 1 : 0));
  const offset = ofEach(({ clockOffset }) => clockOffset.milliseconds / 1000);
  const proven = () =>
    tenants.all.flatMap(({ id, proof }): OfTenant[] =>
      proof && (proof.tried || id === tenants.only?.id) ? [[id, proof.proven ? 1 : 0]] : [],
    );
  const renewals = () =>
    asked().flatMap(
      ({
        id,
        credentials: {
          renewals: { succeeded, failed },
        },
      }): OfTenant[] => [
        [id, succeeded, { outcome: 'succeeded' }],
        [id, failed, { outcome: 'failed' }],
      ],
    );
  const valid = () => Array.from(validity(tenants), ([id, isValid]): OfTenant => [id, isValid ? 1 : 0]);
  return [
    gauge(
      'presign_tenant_file_valid',
      'Whether the file with the tenant’s grants is valid as it is now.',
      () => labels.samples(valid(), Math.min),
    ),
    gauge('presign_credentials_age_seconds', 'Since the credentials at hand were obtained.', () =>
      labels.samples(age(), Math.max),
    ),
    gauge(
      'presign_credentials_remaining_seconds',
      'Until the credentials at hand end; negative where they have, none where they don’t.',
      () => labels.samples(remaining(), Math.min),
    ),
    gauge('presign_credentials_renewal_failing', 'Whether the last renewal failed.', () =>
      labels.samples(failing(), Math.max),
    ),
    counter('presign_credentials_renewals_total', 'Renewals of credentials, the first included.', () =>
      labels.samples(renewals(), sum),
    ),
    gauge('presign_tenant_proven', 'Whether role and bucket of the tenant are proven.', () =>
      labels.samples(proven(), Math.min),
    ),
    gauge('presign_clock_offset_seconds', 'How far AWS’s clock is ahead; 0 below 3 seconds.', () =>
      labels.samples(offset(), furthest),
    ),
  ];
}

const validity = ({ teamFiles, all, refusal }: Observed['tenants']): Iterable<readonly [string, boolean]> =>
  teamFiles?.validity() ?? all.map(({ id }) => [id, refusal === undefined] as const);

const since = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

const furthest = (one: number, other: number): number => (Math.abs(one) > Math.abs(other) ? one : other);
