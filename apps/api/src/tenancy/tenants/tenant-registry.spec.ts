import { describe, expect, it } from 'vitest';
import { parseTenantFile } from '#tenant-file';
import { EXAMPLE, edited, type Edit } from '../../../../../test/support/generators/tenant-file.js';
import { TenantRegistry } from './tenant-registry.js';

const fileOf = (...edits: Edit[]) => parseTenantFile(edited(...edits), 'tenants.yaml');
const registry = () => new TenantRegistry(fileOf());

describe('a new file', () => {
  it('that says the same changes nothing, not even an object', () => {
    const tenants = registry();
    const [before, issuers] = [tenants.all, tenants.issuers];
    expect(tenants.replace(parseTenantFile(`${EXAMPLE}# the same\n`, 'x'))).toEqual({
      added: [],
      changed: [],
      removed: [],
      issuers: false,
    });
    expect(tenants.all.every((tenant, index) => tenant === before[index])).toBe(true);
    expect(tenants.issuers.every((issuer, index) => issuer === issuers[index])).toBe(true);
  });

  it('changes the tenants that it says anything else of, and no others', () => {
    const tenants = registry();
    const [a, b] = [tenants.get('team-a'), tenants.get('team-b')];
    const changes = tenants.replace(
      fileOf(['maxExpiresIn: 3600', 'maxExpiresIn: 1800'], ['id: team-c', 'id: team-d']),
    );
    expect(changes).toEqual({ added: ['team-d'], changed: ['team-a'], removed: ['team-c'], issuers: false });
    expect(tenants.get('team-a')).not.toBe(a);
    expect(tenants.get('team-a')?.entry.limits?.maxExpiresIn).toBe(1800);
    expect(a?.entry.limits?.maxExpiresIn).toBe(3600); // requests in progress keep their old tenant
    expect(tenants.get('team-b')).toBe(b);
    expect(tenants.get('team-c')).toBeUndefined();
  });

  it('keeps credentials and proof where nothing changes for AWS, and only there', () => {
    const tenants = registry();
    const { credentials, proof } = tenants.get('team-a')!;
    tenants.replace(fileOf(['prefixes: [shared/]', 'prefixes: [public/]']));
    expect(tenants.get('team-a')).toMatchObject({ credentials, proof });
    expect(tenants.get('team-a')?.credentials).toBe(credentials);
    tenants.replace(fileOf(['role/team-a-presign', 'role/team-a-other']));
    expect(tenants.get('team-a')?.credentials).not.toBe(credentials);
    expect(tenants.get('team-a')?.proof).not.toBe(proof);
  });

  it('changes issuers together with tenants, and keeps the objects of those that stay', () => {
    const tenants = registry();
    const [platform, cluster] = tenants.issuers;
    expect(tenants.replace(fileOf(['tenants: /tenants', 'tenants: /teams'])).issuers).toBe(true);
    expect(tenants.issuers[0]).not.toBe(platform);
    expect(tenants.issuers[0]?.tenants).toBe('/teams');
    expect(tenants.issuers[1]).toBe(cluster);
  });

  it('ends a refusal', () => {
    const tenants = registry();
    tenants.refusal = 'because';
    tenants.replace(fileOf());
    expect(tenants.refusal).toBeUndefined();
  });
});

it('a process of one tenant knows it; one of several has none such', () => {
  const one = EXAMPLE.slice(0, EXAMPLE.indexOf('  - id: team-b'));
  expect(new TenantRegistry(parseTenantFile(one, 'x')).only?.id).toBe('team-a');
  expect(registry().only).toBeUndefined();
});
