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

  it.each(['0', '3601', '-1', '1.5', 'never'])(
    'refuses %s, and says so beside the other mistakes',
    (text) => {
      const env = { SESSION_CHECK_SECONDS: text, PORT: 'http' };
      expect(() => readServerEnvironment(env)).toThrow(
        /TENANTS_FILE[^]*SESSION_CHECK_SECONDS is ".*"\. Give a number of seconds, from 1 to 3600\.[^]*PORT is "http"/,
      );
    },
  );
});
