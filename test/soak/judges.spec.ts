import { expect, it } from 'vitest';
import { Ledger } from './support/ledger.js';
import { SecretSearch } from './support/secrets.js';
import { Tally } from './support/tally.js';

// Tests that the checks of a soak test find the faults that they look for.

const [ONE, OTHER] = ['01M87TF0W3Q1T9Z0XJ9D6J2N4C', '01M87TF0W3Q1T9Z0XJ9D6J2N4D'];
const answer = (...ids: string[]) =>
  JSON.stringify({ results: ids.map((signingId) => ({ status: 200, signingId })) });
const event = (signingId: string) => JSON.stringify({ level: 'info', signingId, msg: 'signing' });

it('misses the event of an answer, and the answer to an event, in whichever order they come', () => {
  const ledger = new Ledger();
  ledger.logged(event(ONE));
  ledger.answered(answer(ONE, OTHER));
  expect(ledger).toMatchObject({ signings: 1, unaudited: [OTHER], unanswered: [] });
  ledger.logged(event(OTHER));
  expect(ledger).toMatchObject({ signings: 2, unaudited: [], unanswered: [] });
  ledger.logged(event(OTHER)); // a second time
  expect(ledger.unanswered).toEqual([OTHER]);
});

it.each([
  ['a signature', '{"url":"https://s3/?X-Amz-Signature=0f3a"}'],
  ['a session token', '{"url":"https://s3/?X-Amz-Security-Token=FwoG"}'],
  ['a token', '{"token":"eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"}'],
  ['a sealed thing', '{"uploadId":"eyJhbGciOiJkaXIiLCJlbmMiOiJB..aXY.Y2lwaGVy.dGFn"}'],
])('finds %s in a log, and shows no more than its line’s beginning', (_, line) => {
  const search = new SecretSearch();
  search.read(event(ONE));
  expect(search).toMatchObject({ lines: 1, found: [] });
  search.read(line);
  expect(search.found).toHaveLength(1);
});

it('counts an answer of another status as a failure', () => {
  const tally = new Tally();
  tally.expected('download', 200, 1);
  tally.failed({ kind: 'download', status: 503, detail: '' });
  expect(tally).toMatchObject({ answers: 2, failures: 1, unexpected: [{ status: 503 }] });
});
