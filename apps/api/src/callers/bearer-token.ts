import { invalidToken } from './token-errors.js';

const FIELD = 'authorization';

/**
 * RFC 6750 §2.1, the header alone: never a form, never the query. The scheme in any case (RFC 9110 §11.1), then a b64token.
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
    if (authorization !== undefined) throw invalidToken();
    authorization = rawHeaders[index + 1];
  }
  const match = authorization === undefined ? null : /^bearer +([\w.~+/-]+=*)$/i.exec(authorization);
  if (!match) throw invalidToken();
  return match[1]!;
}
