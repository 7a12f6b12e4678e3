import '../app.module.js';
import { itemClasses } from '#validation/schemas';
import { validatedClasses } from '../../platform/validation/valid-request.decorators.js';

/** The classes with which any route validates a body, a query or an item of a batch. */
export const REQUEST_CLASSES = [
  ...new Set([...validatedClasses].flatMap((type) => [type, ...itemClasses(type)])),
];
