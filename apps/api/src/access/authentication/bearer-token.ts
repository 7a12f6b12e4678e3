import { invalidToken } from './token-errors.js';

const FIELD = 'authorization';

/**
 * Returns the token of the Authorization field (RFC 6750 §2.1); tokens in a form or in the query are not accepted. The
 * scheme may be in any case (RFC 9110 §11.1). The verifier checks the token's characters later, once per remembered
 * token. A request with two Authorization fields is refused: Node would take the first field, while a proxy may take
 * the second.
 *
 * @param rawHeaders alternating names and values, as in `IncomingMessage.rawHeaders`
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
