import accepts from 'accepts';
import { ApiError } from '../problems/api-error.js';

/**
 * RFC 9110 §12.5.1.
 *
 * @throws ApiError `not_acceptable`
 */
export function requireJsonAccepted(accept: string | undefined): void {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return;
  const headers = { accept };
  if (accepts({ headers } as never).types(['application/json', 'application/problem+json'])) return;
  throw new ApiError('not_acceptable', 'Accept application/json: there is nothing else.');
}
