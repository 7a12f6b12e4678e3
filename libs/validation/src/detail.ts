/**
 * A keyword in the schemas from which validators are compiled. Its value is the decorator's message, which says what is
 * expected here.
 */
export const DETAIL = 'x-detail';
