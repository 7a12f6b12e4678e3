import '../app.module.js';
import { itemClasses } from '#validation/schemas';
import { validatedClasses } from '../../platform/validation/valid-request.decorators.js';

/** Every class that a body, a query or an item of a batch is validated as, by any route. */
export const REQUEST_CLASSES = [
  ...new Set([...validatedClasses].flatMap((type) => [type, ...itemClasses(type)])),
];
