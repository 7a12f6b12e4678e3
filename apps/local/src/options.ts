import { parseArgs } from 'node:util';

// The options of the local mode. Node runs this file directly, so that --help needs no build: it has only types that
// Node can strip.

export interface LocalOptions {
  readonly help: boolean;
  /** The address on which all ports listen. */
  readonly host: Host;
  /** The port of the API; 0 selects any free one. */
  readonly port: number;
  readonly managementPort: number;
  readonly s3Port: number;
  /** The path of the ready file; `undefined` writes none. */
  readonly readyFile: string | undefined;
  /** The folder in which the embedded S3 keeps objects; `undefined` keeps them in memory. */
  readonly dataDir: string | undefined;
}

const HOSTS = ['127.0.0.1', '0.0.0.0'] as const;
type Host = (typeof HOSTS)[number];

/** The error for an invalid option or variable. The message names it and the valid values. */
export class OptionError extends Error {}

interface PortOption {
  readonly flag: '--port' | '--management-port' | '--s3-port';
  readonly variable: string;
  readonly otherwise: number;
}

export const PORT_OPTIONS = {
  port: { flag: '--port', variable: 'PORT', otherwise: 3000 },
  managementPort: { flag: '--management-port', variable: 'MANAGEMENT_PORT', otherwise: 9090 },
  s3Port: { flag: '--s3-port', variable: 'S3_PORT', otherwise: 9000 },
} satisfies Record<string, PortOption>;

export const HELP = `Usage: npm start -- [OPTION…]

Runs the presign API on this machine, with an embedded S3 server and two demo tenants.

  --port N             port of the API (3000)
  --management-port N  port of metrics and health checks (9090)
  --s3-port N          port of the S3 server (9000)
  --host ADDRESS       127.0.0.1 (the default), or 0.0.0.0 in a container that publishes its ports on 127.0.0.1
  --data-dir DIR       keep objects in DIR; without it objects are lost when the process stops
  --ready-file FILE    write { url, docs, try, management, s3, pid, tenants } to FILE once the API answers
                       (JSON, mode 0600)

Port 0 takes any free port. The variables PORT, MANAGEMENT_PORT and S3_PORT set the ports too; an option overrides them.
`;

/** Reads the options. @throws OptionError with the invalid option and the valid values */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): LocalOptions {
  const values = parsed(args);
  const port = (name: keyof typeof PORT_OPTIONS) => readPort(PORT_OPTIONS[name], values, env);
  const options = {
    help: values.help,
    host: readHost(values.host),
    port: port('port'),
    managementPort: port('managementPort'),
    s3Port: port('s3Port'),
    readyFile: values['ready-file'],
    dataDir: values['data-dir'],
  };
  refuseSamePorts(options);
  return options;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string' },
        'management-port': { type: 'string' },
        's3-port': { type: 'string' },
        host: { type: 'string' },
        'ready-file': { type: 'string' },
        'data-dir': { type: 'string' },
      },
    }).values;
  } catch (error) {
    const [problem] = (error as Error).message.split('. ');
    throw new OptionError(`${problem}. "npm start -- --help" lists the options.`);
  }
}

function readHost(text: string = HOSTS[0]): Host {
  const host = HOSTS.find((each) => each === text);
  if (host === undefined) throw new OptionError(`--host is "${text}". Give ${HOSTS.join(' or ')}.`);
  return host;
}

function readPort(
  { flag, variable, otherwise }: PortOption,
  values: Readonly<Record<string, string | boolean | undefined>>,
  env: NodeJS.ProcessEnv,
): number {
  const given = values[flag.slice(2)];
  const [name, text] = given === undefined ? [variable, env[variable]] : [flag, String(given)];
  if (text === undefined || (text === '' && name === variable)) return otherwise;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new OptionError(`${name} is "${text}". Give a number from 0 (any free port) to 65535.`);
}

function refuseSamePorts(options: LocalOptions): void {
  const taken = new Map<number, string>();
  for (const name of Object.keys(PORT_OPTIONS) as (keyof typeof PORT_OPTIONS)[]) {
    const { flag } = PORT_OPTIONS[name];
    const other = taken.get(options[name]);
    if (other !== undefined) {
      throw new OptionError(`${other} and ${flag} are both ${options[name]}. Give each a port of its own.`);
    }
    if (options[name] !== 0) taken.set(options[name], flag);
  }
}
