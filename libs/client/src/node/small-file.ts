/**
 * The size up to which a file is read or written at once and without the thread pool, in bytes. Of 10,000 small files,
 * each way through the pool and back takes more processor time than the call itself.
 */
export const SMALL_FILE = 64 * 1024;
