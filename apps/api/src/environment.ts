/** What belongs to the process and not to a tenant; see docs/configuration.md. */
export interface Environment {
  /** Path of the tenant file. */
  readonly tenantsFile: string;
  /** File descriptor that logs go to. */
  readonly logFd: number;
}

/** With ports. */
export interface ServerEnvironment extends Environment {
  readonly host: string;
  /** The public port; 0 for any. */
  readonly port: number;
  readonly managementHost: string;
  /** `/health/*` with reasons; 0 for any. */
  readonly managementPort: number;
  /** Milliseconds that the end waits for clients who keep idle connections; 0, the default, for those in use only. */
  readonly drain?: number;
}

/** Half of the grace that Docker gives; Kubernetes gives three times as much. */
const DRAIN = 5_000;

/** Every mistake at once, each with its mend. */
export class EnvironmentError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The environment is not complete:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/** @throws EnvironmentError */
export function readEnvironment(env: NodeJS.ProcessEnv): ServerEnvironment {
  const mistakes: string[] = [];
  const tenantsFile = readTenantsFile(env, mistakes);
  const port = readPort(env, 'PORT', 3000, mistakes);
  const managementPort = readPort(env, 'MANAGEMENT_PORT', 9090, mistakes);
  if (port !== 0 && port === managementPort) {
    mistakes.push(`PORT and MANAGEMENT_PORT are both ${port}. Give each its own.`);
  }
  if (mistakes.length > 0) throw new EnvironmentError(mistakes);
  return {
    tenantsFile,
    host: env['HOST'] ?? '0.0.0.0',
    port,
    managementHost: env['MANAGEMENT_HOST'] ?? env['HOST'] ?? '0.0.0.0',
    managementPort,
    drain: DRAIN,
    logFd: 1,
  };
}

/** @param mistakes takes what is wrong */
export function readTenantsFile(env: NodeJS.ProcessEnv, mistakes: string[]): string {
  const path = env['TENANTS_FILE'] ?? '';
  if (path === '') mistakes.push('TENANTS_FILE is not set. Give the path of the tenant file (YAML).');
  return path;
}

/** @param mistakes takes what is wrong */
export function readPort(
  env: NodeJS.ProcessEnv,
  name: string,
  otherwise: number,
  mistakes: string[],
): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  mistakes.push(`${name} is "${text}". Give a number from 0 (any free port) to 65535.`);
  return otherwise;
}
