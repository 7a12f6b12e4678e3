import accepts from 'accepts';
import { ApiError } from '../problems/api-error.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';

/** In the config of a route that answers something else than JSON. */
export interface RouteMediaTypes {
  /** Media type of the answer, without parameters. */
  readonly produces: string;
}

/** Characters; browsers send some 150. What is longer costs more to parse than to answer. */
const MAX_LENGTH = 1024;

const JSON_TYPES = ['application/json', PROBLEM_MEDIA_TYPE];

/**
 * RFC 9110 §12.5.1.
 *
 * @param produces what the route answers; `undefined`: JSON
 * @throws ApiError `not_acceptable`
 */
export function requireAccepted(accept: string | undefined, produces?: string): void {
  if (accept === undefined || accept === '*/*' || accept === (produces ?? 'application/json')) return;
  if (accept.length > MAX_LENGTH) return; // a server may disregard the field (RFC 9110 §12.5.1)
  const offered = produces === undefined ? JSON_TYPES : [produces];
  const headers = { accept };
  if (accepts({ headers } as never).types(offered)) return;
  throw new ApiError('not_acceptable', `Accept ${offered[0]}: there is nothing else.`);
}
