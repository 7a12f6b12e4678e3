import accepts from 'accepts';
import { ApiError } from '../problems/api-error.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';

/** The config of a route whose answer is not JSON. */
export interface RouteMediaTypes {
  /** Media type of the answer, without parameters. */
  readonly produces: string;
}

const JSON_TYPES = ['application/json', PROBLEM_MEDIA_TYPE];

/**
 * The maximum length of an evaluated `Accept` field, in characters. RFC 9110 §12.5.1 lets a server disregard the field;
 * parsing a longer one would take milliseconds.
 */
const MAX_ACCEPT = 1024;

/**
 * Verifies that the request accepts the route's media type (RFC 9110 §12.5.1).
 *
 * @param produces the media type of the route's answer; JSON if `undefined`
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
    `This route returns only ${offered[0]}. Send that in Accept, or leave Accept out.`,
  );
}
