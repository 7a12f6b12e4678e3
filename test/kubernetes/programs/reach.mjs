// Tries to connect from a pod, and prints "open" or the error's code for each address.
//
// usage: node reach.mjs ADDRESS:PORT...
import { connect } from 'node:net';

/** The timeout in milliseconds. A lost SYN is sent again after one second, and after two more. */
const TIMEOUT = 4_000;

function reach(where) {
  const { hostname, port } = new URL(`tcp://${where}`);
  const host = hostname.replace(/[[\]]/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: TIMEOUT });
    const done = (outcome) => {
      socket.destroy();
      resolve([where, outcome]);
    };
    socket.on('connect', () => done('open'));
    socket.on('timeout', () => done('ETIMEDOUT'));
    socket.on('error', ({ code }) => done(code));
  });
}

const outcomes = await Promise.all(process.argv.slice(2).map(reach));
process.stdout.write(JSON.stringify(Object.fromEntries(outcomes)));
