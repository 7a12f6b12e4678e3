/** Keyword in the schemas that validators are compiled of: what is wanted here, in words; the decorator's message. */
export const DETAIL = 'x-detail';
