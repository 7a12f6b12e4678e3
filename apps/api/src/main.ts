import type { Api } from './app/api.js';
import { stopOnSignals } from './app/signals.js';

// The production process: environment variables name the tenant file, which holds the rest of the configuration.

let api: Promise<Api> | undefined;
stopOnSignals(async () => (await api)?.stop());
try {
  const { startFromEnvironment } = await import('./app/start.js');
  await (api = startFromEnvironment());
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${(error as Error).message}\n`);
}
