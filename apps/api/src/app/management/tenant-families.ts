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
      '1 if the current file with the tenant’s grants is valid, otherwise 0.',
      () => labels.samples(valid(), Math.min),
    ),
    gauge('presign_credentials_age_seconds', 'Seconds since the current credentials were obtained.', () =>
      labels.samples(age(), Math.max),
    ),
    gauge(
      'presign_credentials_remaining_seconds',
      'Seconds until the current credentials expire. Negative after their expiry; missing if they do not expire.',
      () => labels.samples(remaining(), Math.min),
    ),
    gauge(
      'presign_credentials_renewal_failing',
      '1 if the last renewal of the credentials failed, otherwise 0.',
      () => labels.samples(failing(), Math.max),
    ),
    counter(
      'presign_credentials_renewals_total',
      'Attempts to obtain credentials, including the first.',
      () => labels.samples(renewals(), sum),
    ),
    gauge('presign_tenant_proven', '1 if the tenant’s role and bucket are proven, otherwise 0.', () =>
      labels.samples(proven(), Math.min),
    ),
    gauge(
      'presign_clock_offset_seconds',
      'Seconds by which AWS’s clock is ahead of this one. Offsets below 3 seconds count as 0.',
      () => labels.samples(offset(), furthest),
    ),
  ];
}

const validity = ({ teamFiles, all, refusal }: Observed['tenants']): Iterable<readonly [string, boolean]> =>
  teamFiles?.validity() ?? all.map(({ id }) => [id, refusal === undefined] as const);

const since = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

const furthest = (one: number, other: number): number => (Math.abs(one) > Math.abs(other) ? one : other);
