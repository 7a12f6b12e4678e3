import type { Environment } from '../platform/process/environment.js';
import { SERVER_BOUNDS, type ServerBounds } from '../platform/process/server-bounds.js';
import { readTracing } from '../platform/tracing/tracing-options.js';
import { DEFAULT_FILE_GRACE } from '../tenancy/directory/tenant-directory.js';
import { DEFAULT_SESSION_CHECK } from '../tenancy/tenants/credentials-refresher.js';

/** The settings of a process that listens on ports. */
export interface ServerEnvironment extends Environment {
  readonly host: string;
  /** The public port; 0 for any free port. */
  readonly port: number;
  readonly managementHost: string;
  /** The port of `/health/*` with reasons and of `/metrics`; 0 for any free port. */
  readonly managementPort: number;
  /** The number of tenants that have a label of their own in metrics; 1,000 by default. */
  readonly metricsMaxTenants?: number;
  /**
   * The milliseconds for which the shutdown waits for clients with idle connections; 0, the default, waits only for
   * connections in use.
   */
  readonly drain?: number;
}

/**
 * The wait in milliseconds: half of Docker's grace period. Kubernetes' grace period is three times as long as Docker's.
 */
const DRAIN = 5_000;

/** Lists every invalid variable, with the advice how to fix it. */
export class EnvironmentError extends Error {
  constructor(readonly errors: readonly string[]) {
    super(`The environment is not complete:\n${errors.map((error) => `  - ${error}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/**
 * Reads the settings that every process has.
 *
 * @throws EnvironmentError
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  return withoutErrors((errors) => readProcess(env, errors));
}

/**
 * Reads the settings of a process that listens on ports.
 *
 * @throws EnvironmentError
 */
export function readServerEnvironment(env: NodeJS.ProcessEnv): ServerEnvironment {
  return withoutErrors((errors) => ({
    ...readProcess(env, errors),
    ...readPorts(env, errors),
    bounds: readBounds(env, errors),
    tracing: readTracing(env, errors),
  }));
}

function withoutErrors<T>(read: (errors: string[]) => T): T {
  const errors: string[] = [];
  const environment = read(errors);
  if (errors.length > 0) throw new EnvironmentError(errors);
  return environment;
}

function readProcess(env: NodeJS.ProcessEnv, errors: string[]): Environment {
  const tenantsFile = env['TENANTS_FILE'] || undefined;
  const tenantsDir = env['TENANTS_DIR'] || undefined;
  if (tenantsFile === undefined && tenantsDir === undefined)
    errors.push(
      'TENANTS_FILE is not set. Set it to the path of the tenant file (YAML), or set TENANTS_DIR to the path of a folder of tenant files.',
    );
  if (tenantsFile !== undefined && tenantsDir !== undefined)
    errors.push('TENANTS_FILE and TENANTS_DIR are both set. Remove one of them.');
  const tenantFileGrace = readNumber(env, 'TENANT_FILE_GRACE', DEFAULT_FILE_GRACE, GRACE, errors);
  const sealingKeysFile = env['SEALING_KEYS_FILE'] || undefined; // templates may set empty variables
  const sessionCheckSeconds = readNumber(
    env,
    'SESSION_CHECK_SECONDS',
    DEFAULT_SESSION_CHECK,
    SESSION_CHECK,
    errors,
  );
  const publicUrl = readPublicUrl(env, errors);
  return {
    tenantsFile,
    tenantsDir,
    tenantFileGrace,
    sealingKeysFile,
    sessionCheckSeconds,
    publicUrl,
    logFd: 1,
  };
}

function readPublicUrl({ PUBLIC_URL: text = '' }: NodeJS.ProcessEnv, errors: string[]): string | undefined {
  if (text === '') return undefined;
  const url = URL.parse(text);
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    `${url.username}${url.password}${url.search}${url.hash}` === ''
  ) {
    return url.href.replace(/\/+$/, '');
  }
  errors.push(
    'PUBLIC_URL must be an http or https URL without user, query and fragment. Set it to a URL such as https://presign.example.',
  );
  return undefined;
}

function readPorts(env: NodeJS.ProcessEnv, errors: string[]): Omit<ServerEnvironment, keyof Environment> {
  const port = readNumber(env, 'PORT', 3000, PORT, errors);
  const managementPort = readNumber(env, 'MANAGEMENT_PORT', 9090, PORT, errors);
  if (port !== 0 && port === managementPort) {
    errors.push(`PORT and MANAGEMENT_PORT are both ${port}. Set them to different ports.`);
  }
  return {
    host: env['HOST'] ?? '0.0.0.0',
    port,
    managementHost: env['MANAGEMENT_HOST'] ?? env['HOST'] ?? '0.0.0.0',
    managementPort,
    metricsMaxTenants: readNumber(env, 'METRICS_MAX_TENANTS', 1_000, TENANTS, errors),
    drain: DRAIN,
  };
}

/** A range of integers. */
interface Range {
  readonly min: number;
  readonly max: number;
  readonly words: string;
}

const PORT: Range = { min: 0, max: 65_535, words: 'from 0 (any free port) to 65535' };
const TENANTS: Range = { min: 0, max: 99_999, words: 'of tenants, from 0 to 99999' };
const SESSION_CHECK: Range = { min: 1, max: 3600, words: 'of seconds, from 1 to 3600' };
const GRACE: Range = { min: 0, max: 86_400, words: 'of seconds, from 0 (none) to 86400' };
const COUNT: Range = { min: 1, max: 99_999, words: 'from 1 to 99999' };
const SECONDS: Range = { min: 1, max: 300, words: 'of seconds, from 1 to 300' };

function readBounds(env: NodeJS.ProcessEnv, errors: string[]): ServerBounds {
  const { maxConnections, maxRequestsInFlight, requestTimeout } = SERVER_BOUNDS;
  return {
    maxConnections: readNumber(env, 'MAX_CONNECTIONS', maxConnections, COUNT, errors),
    maxRequestsInFlight: readNumber(env, 'MAX_REQUESTS_IN_FLIGHT', maxRequestsInFlight, COUNT, errors),
    requestTimeout: readNumber(env, 'REQUEST_TIMEOUT', requestTimeout / 1000, SECONDS, errors) * 1000,
  };
}

function readNumber(
  env: NodeJS.ProcessEnv,
  name: string,
  otherwise: number,
  { min, max, words }: Range,
  errors: string[],
): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (/^\d{1,5}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  errors.push(`${name} is "${text}". Give a number ${words}.`);
  return otherwise;
}
