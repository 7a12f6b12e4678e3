import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LISTEN_TIMEOUT = 60_000;

/** A module for the process: it ends when its standard input does, which is when the tests have ended, however they did. */
const WITH_ITS_PARENT =
  'data:text/javascript,' +
  encodeURIComponent("process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();");

/** What `npm run start:prod` runs, as a process of its own, on free ports of 127.0.0.1. */
export interface SpawnedProd {
  readonly url: string;
  readonly managementUrl: string;
  readonly child: ChildProcess;
  /** @returns the exit code, once all is read that it printed */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface SpawnOptions {
  /** All that the process knows of. */
  readonly env: NodeJS.ProcessEnv;
  /** Of Node. */
  readonly execArgv?: readonly string[];
  /** Gets each line that it prints, on either stream. */
  readonly onLine: (line: string) => void;
}

/** @throws Error with what it printed, where it ends before it listens */
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

/** Settles with the line in which it says where it answers; later ones go on to `onLine`. */
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

/** Faster than `readline`, which a log of thousands of lines a second would keep busy. */
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
