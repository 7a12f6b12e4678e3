/**
 * The approximate memory of answers in bytes: of one signed part, and (below) of a list of ten thousand stored parts.
 */
export const SIGNED_PART = 4000;
export const PARTS_LIST = 1024 ** 2;
