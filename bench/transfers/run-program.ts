import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The resources that one run of a program took. */
export interface Run {
  readonly seconds: number;
  /** The maximum resident memory in megabytes, as GNU time reports it. */
  readonly memory: number;
  /** The processor time of the program in seconds. */
  readonly cpu: number;
}

/** Runs a program to its end. @throws Error with the program's output if it fails */
export async function runProgram(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn('/usr/bin/env', ['python3', '-c', MEASURE, ...command], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  let measured = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdio[3]!.on('data', (chunk: Buffer) => (measured += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${errors}`);
  const [seconds, cpu, kilobytes] = measured.trim().split(' ').map(Number);
  return { seconds: seconds!, cpu: cpu!, memory: Math.round(kilobytes! / 1024) };
}

/**
 * A program that waits for another one as its parent, so that the kernel reports the child's time and maximum memory.
 */
const MEASURE = `
import os, sys, time
start = time.monotonic()
pid = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
os.write(3, f"{time.monotonic() - start} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}".encode())
sys.exit(os.waitstatus_to_exitcode(status))
`;
