import { startApi } from './api.js';
import { EnvironmentError, readEnvironment } from './environment.js';
import { stopOnSignals } from './signals.js';
import { TenantFileError } from './tenants/tenant-file.mistakes.js';

/** Production: the environment says which tenant file, the tenant file says the rest. */
try {
  const api = await startApi(readEnvironment(process.env));
  stopOnSignals(() => api.stop());
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describe(error)}\n`);
}

function describe(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof TenantFileError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `${message}. Another process has this port: set PORT or MANAGEMENT_PORT.`;
  return message;
}
