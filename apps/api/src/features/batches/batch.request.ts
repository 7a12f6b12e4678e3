import { ListOfAny } from '#validation';
import { OPERATIONS } from './operations.js';

const MAX_OPERATIONS = 1000;
const operations = `must be a list of 1 to ${MAX_OPERATIONS} operations`;

/** Up to 1,000 operations, each as the route of its kind takes it. */
export class BatchRequest {
  /** Up to 1,000 operations. Each is signed or refused by itself. */
  @ListOfAny({ of: () => OPERATIONS, discriminator: 'operation', min: 1, max: MAX_OPERATIONS }, operations)
  operations!: unknown[];
}
