import { ApiError } from '../problems/api-error.js';

/** The connection of a client. */
export interface Client {
  readonly destroyed: boolean;
}

/** Returns the error of work whose answer no one needs any more. */
export const disconnected = (): ApiError => new ApiError('request_timeout', 'The client has disconnected.');
