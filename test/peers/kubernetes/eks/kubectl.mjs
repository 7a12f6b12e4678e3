import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/**
 * @param command kubectl and the options that say which cluster
 * @returns what it prints
 * @throws Error with what it complains about
 */
export async function kubectl([program, ...options], args, input = '') {
  const child = spawn(program, [...options, ...args]);
  child.stdin.end(input);
  const status = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await status) !== 0) throw new Error(`kubectl ${args.join(' ')}: ${complaint.trim()}`);
  return out;
}
