import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { httpSend } from './http-send.js';

const put = (port: number) =>
  httpSend(300)({ method: 'PUT', url: `http://127.0.0.1:${port}/`, body: new Uint8Array(1) });
const NO_PROGRESS = {
  code: 'network',
  isTemporary: true,
  message: expect.stringMatching('no progress in 300 ms') as string,
};

it('stops if a server is silent', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  await expect(put((server.address() as AddressInfo).port)).rejects.toMatchObject(NO_PROGRESS);
  server.close();
});

it.runIf(process.platform === 'linux')('stops if a connection does not come about', async () => {
  const program =
    "const server = net.createServer().listen(0, '127.0.0.1', 1, () => console.log(server.address().port))";
  const stopped = spawn(process.execPath, ['-e', program]);
  const [line] = (await once(stopped.stdout, 'data')) as [Buffer];
  const port = Number(line);
  stopped.kill('SIGSTOP');
  const waiting: Socket[] = [];
  try {
    // The system itself accepts connections until the queue of the stopped server is full.
    for (let isFull = false; !isFull;) {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      waiting.push(socket);
      isFull = await Promise.race([once(socket, 'connect').then(() => false), sleep(200, true)]);
    }
    await expect(put(port)).rejects.toMatchObject(NO_PROGRESS);
  } finally {
    for (const socket of waiting) socket.destroy();
    stopped.kill('SIGKILL');
  }
});
