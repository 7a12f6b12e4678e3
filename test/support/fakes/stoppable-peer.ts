import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that passes on connections of 127.0.0.1 unchanged. It is plain JavaScript, for a process of its own. */
const FORWARDER = `
import { connect, createServer } from 'node:net';
const server = createServer((client) => {
  const upstream = connect(Number(process.argv[1]), '127.0.0.1');
  for (const socket of [client, upstream]) socket.on('error', () => { client.destroy(); upstream.destroy(); });
  client.pipe(upstream).pipe(client);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)));
process.stdin.on('end', () => process.exit()).resume(); // with the tests
`;

/**
 * A process in front of a peer that can be stopped. The kernel then still accepts its connections, but no answer comes.
 * This is like a machine that swaps, or a NAT that lost its state.
 */
export class StoppablePeer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts the process. @param upstream URL on 127.0.0.1 */
  static async start(upstream: string): Promise<StoppablePeer> {
    const { port } = new URL(upstream);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', FORWARDER, port], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [own] = (await once(child.stdout, 'data')) as [Buffer];
    return new StoppablePeer(`http://127.0.0.1:${own.toString()}`, child);
  }

  stop(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
