import { connect } from 'node:net';
import * as fc from 'fast-check';
import { send } from '../../support/clients/http.js';
import { altered } from '../text.js';
import { inTime, type Target } from '../target.js';

const BODY = '{"key":"a"}';
const letters = fc.oneof(
  fc.constantFrom('\r\n', '\n', '\r\n\r\n', ' ', '\t', ':', '\0', '%', '%ff', '/../', 'HTTP/9.9', '\u00ff'),
  fc.constantFrom(
    'Transfer-Encoding: chunked\r\n',
    'Content-Length: 5\r\n',
    'Upgrade: h2c\r\n',
    'Expect: 100-continue\r\n',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

/** Sends a text, ends the sending side, and returns everything that the server sends until the connection closes. */
function exchange(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined); // a connection that is reset emits 'close' too
    socket.on('close', () => resolve(answer));
    socket.end(Buffer.from(text, 'latin1'));
  });
}

/** Sends almost valid HTTP. The API must not answer 5xx, and must serve the next caller. */
export const target: Target = {
  async property(client) {
    const head = `POST /v1/tenants/team-a/downloads HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n`;
    const fields = `authorization: Bearer ${client.token}\r\ncontent-type: application/json\r\n`;
    const whole = `${head}${fields}content-length: ${BODY.length}\r\n\r\n${BODY}`;
    return fc.asyncProperty(altered([whole, whole.replace('POST', 'GET')], letters), async (text) => {
      const answer = await inTime(exchange(client.url, text));
      if (/^HTTP\/1\.1 5/m.test(answer)) throw new Error(answer);
      return (await inTime(send(`${client.url}/health/live`))).status === 200;
    }) as never;
  },
};
