import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LISTEN_TIMEOUT = 60_000;

/** A module that ends the process when its standard input ends, which happens when the tests have ended in any way. */
const WITH_ITS_PARENT =
  'data:text/javascript,' +
  encodeURIComponent("process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();");

/** The process of `npm run start:prod`, on free ports of 127.0.0.1. */
export interface SpawnedProd {
  readonly url: string;
  readonly managementUrl: string;
  readonly child: ChildProcess;
  /** Stops the process. @returns the exit code, after all its output was read */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface SpawnOptions {
  /** The complete environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** The arguments for Node. */
  readonly execArgv?: readonly string[];
  /** Called with each line that the process prints, on either stream. */
  readonly onLine: (line: string) => void;
}

/** Starts the process. @throws Error with its output if it ends before it listens */
export async function spawnProd({ env, execArgv = [], onLine }: SpawnOptions): Promise<SpawnedProd> {
  const child = spawn(
    process.execPath,
    ['--import', WITH_ITS_PARENT, ...execArgv, 'scripts/start-prod.mjs'],
    { cwd: ROOT, env: { ...env, HOST: '127.0.0.1', PORT: '0', MANAGEMENT_PORT: '0' } },
  );
  const gone = new Promise<number | null>((resolve) => child.on('close', resolve));
  const { url, managementUrl } = await listening(child, onLine);
  return {
    url,
    managementUrl,
    child,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return gone;
    },
  };
}

/** Waits for the line in which the process reports its address. Passes later lines on to `onLine`. */
function listening(
  child: ChildProcess,
  onLine: (line: string) => void,
): Promise<{ url: string; managementUrl: string }> {
  return new Promise((resolve, reject) => {
    const printed: string[] = [];
    let isListening = false;
    const fail = () => {
      child.kill('SIGKILL');
      reject(new Error(`not listening:\n${printed.join('\n')}`));
    };
    const timer = setTimeout(fail, LISTEN_TIMEOUT);
    const take = (line: string) => {
      onLine(line);
      if (isListening) return;
      printed.push(line);
      if (!line.includes('"msg":"listening"')) return;
      isListening = true;
      clearTimeout(timer);
      resolve(JSON.parse(line) as { url: string; managementUrl: string });
    };
    for (const stream of [child.stdout!, child.stderr!]) forEachLine(stream, take);
    child.on('close', () => !isListening && fail());
  });
}

/**
 * Calls a function for each line of a stream. It is faster than `readline`, which a log of thousands of lines per
 * second would overload.
 */
function forEachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    lines.forEach(take);
  });
  stream.on('end', () => rest !== '' && take(rest));
}
