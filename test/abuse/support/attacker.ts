import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from './attack.ts';

// A program that receives an attack from its parent process, carries it out, and reports the outcome.

export interface Outcome {
  readonly opened: number;
  /** The number of connections that the server closed. */
  readonly closed: number;
  /** The number of answers that the client read, by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

const [host = '', port = ''] = process.argv.slice(2);

process.once('message', (attack: Attack) => void carryOut(attack).then((outcome) => process.send!(outcome)));
process.on('disconnect', () => process.exit());

async function carryOut({
  payloads,
  connections,
  perSecond,
  seconds,
  reads,
  repeats,
  step,
  pause,
  leaves,
}: Attack): Promise<Outcome> {
  const open = new Set<Socket>();
  const statuses: Record<string, number> = {};
  const bytes = payloads.map((payload) => Buffer.from(payload, 'latin1'));
  let [opened, closed] = [0, 0];
  const end = performance.now() + seconds * 1000;

  function begin(): void {
    const payload = bytes[opened % bytes.length]!;
    opened += 1;
    const socket = connect(Number(port), host);
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      closed += 1;
      open.delete(socket);
    });
    if (reads) {
      socket.on('data', (data) => {
        const text = data.toString('latin1');
        for (const [, status] of text.matchAll(/HTTP\/1\.1 (\d{3})/g))
          statuses[status!] = (statuses[status!] ?? 0) + 1;
        if (repeats && text.includes('HTTP/1.1 ')) socket.write(payload);
      });
    } else socket.pause();
    socket.on('connect', () => void sendTo(socket, payload));
  }

  async function sendTo(socket: Socket, payload: Buffer): Promise<void> {
    for (let from = 0; from < payload.length && !socket.destroyed; from += step) {
      socket.write(payload.subarray(from, from + step));
      if (pause > 0) await sleep(pause);
    }
    if (leaves) setTimeout(() => socket.resetAndDestroy(), 100);
  }

  for (let next = performance.now(); next < end; next += 50) {
    for (let count = 0; count < perSecond / 20 && open.size < connections; count += 1) begin();
    await sleep(Math.max(0, next + 50 - performance.now()));
  }
  const closedByServer = closed;
  for (const socket of open) socket.destroy();
  return { opened, closed: closedByServer, statuses };
}
