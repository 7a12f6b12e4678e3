import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../dist/presign/presign.mjs', import.meta.url));

/** The function of bash that runs the command. */
const FUNCTION = `presign() { '${process.execPath}' '${PROGRAM}' "$@"; }`;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command with a token file, a journal and a working folder of its own. */
export class Presign implements AsyncDisposable {
  private constructor(
    readonly folder: string,
    private readonly api: string,
  ) {}

  /** Makes the folder and the token file. @param api the URL of the API */
  static async create(api: string, token: string): Promise<Presign> {
    const folder = await mkdtemp(join(tmpdir(), 'presign-cli-'));
    await writeFile(join(folder, 'token'), token);
    return new Presign(folder, api);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async run(
    args: readonly string[],
    { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Ended> {
    const child = this.spawn(args, env);
    child.stdin!.end(input);
    return ended(child);
  }

  /** Runs a script of bash in which `presign` is the command. It fails if any part of a pipeline fails. */
  shell(script: string): Promise<Ended> {
    return ended(this.#spawn('bash', ['--norc', '-o', 'pipefail', '-c', `${FUNCTION}\n${script}`]));
  }

  spawn(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess {
    return this.#spawn(process.execPath, [PROGRAM, ...args], { env });
  }

  /** Starts the command in a session without a terminal, such as that of a service. */
  spawnWithoutTerminal(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess {
    return this.#spawn(process.execPath, [PROGRAM, ...args], { env, detached: true });
  }

  /** Runs a script like `shell`, in which `presign` runs on a terminal with the script's input. */
  terminal(script: string, env?: NodeJS.ProcessEnv): ChildProcess {
    return this.#spawn('script', ['-qec', `${FUNCTION}\n${script}`, '/dev/null'], {
      env: { SHELL: '/bin/bash', ...env },
    });
  }

  #spawn(
    program: string,
    args: readonly string[],
    { env, detached = false }: { env?: NodeJS.ProcessEnv | undefined; detached?: boolean } = {},
  ): ChildProcess {
    return spawn(program, args, {
      detached,
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        PRESIGN_API: this.api,
        PRESIGN_TENANT: 'team-a',
        PRESIGN_TOKEN_FILE: this.path('token'),
        XDG_STATE_HOME: this.path('state'),
        ...env,
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const [out, err] = [collect(child.stdout!), collect(child.stderr!)];
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout: out(), stderr: err() };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
