import { describe, expect, it } from 'vitest';
import { readEnvironment, readServerEnvironment } from './environment.js';

const TENANTS_FILE = 'tenants.yaml';

describe('SESSION_CHECK_SECONDS', () => {
  it.each([
    [undefined, 15],
    ['', 15],
    ['1', 1],
    ['3600', 3600],
  ])('%s is %d', (text, seconds) => {
    const env = { TENANTS_FILE, SESSION_CHECK_SECONDS: text };
    expect(readEnvironment(env).sessionCheckSeconds).toBe(seconds);
  });

  it.each(['0', '3601', '-1', '1.5', 'never'])('refuses %s, and says so beside the other errors', (text) => {
    const env = { SESSION_CHECK_SECONDS: text, PORT: 'http' };
    expect(() => readServerEnvironment(env)).toThrow(
      /TENANTS_FILE[^]*SESSION_CHECK_SECONDS is ".*"\. Give a number of seconds, from 1 to 3600\.[^]*PORT is "http"/,
    );
  });
});

describe('TENANTS_DIR', () => {
  it('stands in the place of TENANTS_FILE, and not beside it', () => {
    expect(readEnvironment({ TENANTS_DIR: 'tenants' })).toMatchObject({
      tenantsDir: 'tenants',
      tenantsFile: undefined,
      tenantFileGrace: 600,
    });
    expect(() => readEnvironment({ TENANTS_DIR: 'tenants', TENANTS_FILE })).toThrow(
      /both set\. Remove one of them/,
    );
    expect(() => readEnvironment({ TENANTS_DIR: '' })).toThrow(/TENANTS_FILE is not set/);
  });

  it.each([
    ['0', 0],
    ['86400', 86_400],
  ])('TENANT_FILE_GRACE is %s', (text, seconds) => {
    expect(readEnvironment({ TENANTS_DIR: 'x', TENANT_FILE_GRACE: text }).tenantFileGrace).toBe(seconds);
    expect(() => readEnvironment({ TENANTS_DIR: 'x', TENANT_FILE_GRACE: '86401' })).toThrow(
      /TENANT_FILE_GRACE is "86401"/,
    );
  });
});
