import { ListOfAny } from '#validation';
import { OPERATIONS } from './operations.js';

const MAX_OPERATIONS = 1000;
const operations = `must be a list of 1 to ${MAX_OPERATIONS} operations`;

/**
 * The request has the operations to sign. Each operation has the members of the request to its own route, and
 * `operation`.
 */
export class BatchRequest {
  /** Up to 1,000 operations. The service signs or refuses each of them independently. */
  @ListOfAny({ of: () => OPERATIONS, discriminator: 'operation', min: 1, max: MAX_OPERATIONS }, operations)
  operations!: unknown[];
}
