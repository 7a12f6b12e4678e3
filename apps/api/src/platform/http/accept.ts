import accepts from 'accepts';
import { ApiError } from '../problems/api-error.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';

/** In the config of a route that answers something else than JSON. */
export interface RouteMediaTypes {
  /** Media type of the answer, without parameters. */
  readonly produces: string;
}

const JSON_TYPES = ['application/json', PROBLEM_MEDIA_TYPE];

/** Characters. RFC 9110 §12.5.1 lets a server disregard the field; a longer one would take milliseconds to read. */
const MAX_ACCEPT = 1024;

/**
 * RFC 9110 §12.5.1.
 *
 * @param produces what the route answers; `undefined`: JSON
 * @throws ApiError `not_acceptable`
 */
export function requireAccepted(accept: string | undefined, produces?: string): void {
  if (accept === undefined || accept === '*/*' || accept === (produces ?? 'application/json')) return;
  if (accept.length > MAX_ACCEPT) return;
  const offered = produces === undefined ? JSON_TYPES : [produces];
  const headers = { accept };
  if (accepts({ headers } as never).types(offered)) return;
  throw new ApiError(
    'not_acceptable',
    `This route answers ${offered[0]} only. Accept it, or send no Accept.`,
  );
}
