import { parseArgs } from 'node:util';

export interface LocalOptions {
  readonly help: boolean;
  /** Ports; 0 for any. */
  readonly port: number;
  readonly managementPort: number;
  readonly s3Port: number;
  /** Where to write how to reach what was started; `undefined`: nowhere. */
  readonly readyFile: string | undefined;
  /** Where the embedded S3 keeps objects; `undefined`: in memory. */
  readonly dataDir: string | undefined;
}

export const HELP = `Usage: npm start -- [--ready-file FILE] [--data-dir DIR]

Runs the presign API on this machine, with an S3 of its own and two demo tenants.

  --ready-file FILE  write { url, docs, try, management, s3, pid, tenants } there once it answers (JSON, mode 0600)
  --data-dir DIR     keep objects in DIR; without it they are gone at the end

Environment: PORT (3000), MANAGEMENT_PORT (9090), S3_PORT (9000); 0 takes any free port.
`;

/** @throws Error with what is wrong and how to mend it */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): LocalOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      'ready-file': { type: 'string' },
      'data-dir': { type: 'string' },
    },
  });
  return {
    help: values.help,
    port: port(env, 'PORT', 3000),
    managementPort: port(env, 'MANAGEMENT_PORT', 9090),
    s3Port: port(env, 'S3_PORT', 9000),
    readyFile: values['ready-file'],
    dataDir: values['data-dir'],
  };
}

function port(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`${name} is "${text}". Give a number from 0 (any free port) to 65535.`);
}
