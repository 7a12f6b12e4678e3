import type { Signed } from './api.js';

/** A signed request in the form in which it is sent. */
export type SentRequest = Pick<Signed, 'url' | 'method' | 'headers'>;

export type Alterable = 'key' | 'expiry' | 'signature' | 'type';

/** A request with one letter changed. */
export interface Altered {
  readonly request: SentRequest;
  /** The changed part, with the new character in the middle. */
  readonly shown: readonly [before: string, letter: string, after: string];
}

/** Changes one character of a signed part of the request. @returns `undefined` if the request has no such part */
export function alter(signed: SentRequest, what: Alterable): Altered | undefined {
  const { url, headers } = signed;
  if (what === 'type') {
    const type = headers['content-type'];
    const changed = type === undefined ? undefined : changeLast(type, /[A-Za-z0-9]/g);
    return (
      changed && {
        request: { ...signed, headers: { ...headers, 'content-type': changed.join('') } },
        shown: changed,
      }
    );
  }
  const [start, end] = placeOf(url, what);
  const changed =
    start < 0 ? undefined : changeLast(url.slice(start, end), what === 'expiry' ? /\d/g : LETTER);
  if (!changed) return undefined;
  return {
    request: { ...signed, url: url.slice(0, start) + changed.join('') + url.slice(end) },
    shown: changed,
  };
}

/** A letter or digit that is not part of a percent-encoded byte. */
const LETTER = /(?<!%[0-9A-F]?)[A-Za-z0-9]/g;

/** Returns the positions at which a part of the URL begins and ends. */
function placeOf(url: string, what: 'key' | 'expiry' | 'signature'): readonly [number, number] {
  const query = url.indexOf('?');
  if (what === 'key') return [url.lastIndexOf('/', query) + 1, query];
  const name = what === 'expiry' ? 'X-Amz-Expires=' : 'X-Amz-Signature=';
  const found = url.indexOf(name, query);
  if (found < 0) return [-1, -1];
  const next = url.indexOf('&', found);
  return [found + name.length, next < 0 ? url.length : next];
}

function changeLast(text: string, letters: RegExp): Altered['shown'] | undefined {
  const last = [...text.matchAll(letters)].at(-1);
  if (!last) return undefined;
  return [text.slice(0, last.index), nextLetter(last[0]), text.slice(last.index + 1)];
}

/** Returns another character of the same kind. For a hexadecimal digit, the result is also a hexadecimal digit. */
function nextLetter(letter: string): string {
  const next = { '9': '1', f: 'a', z: 'a', Z: 'A' }[letter];
  return next ?? String.fromCharCode(letter.charCodeAt(0) + 1);
}
