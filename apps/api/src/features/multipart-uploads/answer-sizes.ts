/** Bytes of memory that answers take, about: of one part that is signed, and of a list of ten thousand that are there. */
export const SIGNED_PART = 2000;
export const PARTS_LIST = 1024 ** 2;
