import { invalidToken } from './token-errors.js';

const FIELD = 'authorization';

/**
 * RFC 6750 §2.1, the header alone: never a form, never the query. The scheme in any case (RFC 9110 §11.1), then what
 * should be a b64token: the verifier checks its letters, once for as long as it is remembered.
 * Two Authorization fields are refused: Node would take the first, a proxy perhaps the other.
 *
 * @param rawHeaders names and values in turn, as `IncomingMessage.rawHeaders`
 * @throws ApiError `invalid_token`
 */
export function bearerToken(rawHeaders: readonly string[]): string {
  let authorization: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length !== FIELD.length || name.toLowerCase() !== FIELD) continue;
    if (authorization !== undefined) throw invalidToken({ reason: 'several_tokens' });
    authorization = rawHeaders[index + 1];
  }
  if (authorization === undefined) throw invalidToken({ reason: 'no_token' });
  const scheme = /^bearer +(?=[^ ])/i.exec(authorization);
  if (!scheme) throw invalidToken({ reason: 'not_bearer' });
  return authorization.slice(scheme[0].length);
}
