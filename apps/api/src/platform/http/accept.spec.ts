import { expect, it } from 'vitest';
import { requireAccepted } from './accept.js';

it.each([undefined, '*/*', 'application/json', 'text/html, application/problem+json;q=0.1', 'application/*'])(
  'answers where %s is accepted',
  (accept) => {
    expect(() => requireAccepted(accept)).not.toThrow();
  },
);

it.each(['text/html', 'application/json;q=0', `text/html${' '.repeat(1000)}`])(
  'refuses to answer %s',
  (accept) => {
    expect(() => requireAccepted(accept)).toThrow('This route returns only application/json');
  },
);

it('disregards a field that is too long to be worth reading', () => {
  expect(() => requireAccepted(`text/html${' '.repeat(1024)}`)).not.toThrow();
});
