import { escapeText } from './escape.js';

/** Returns a value as a line of JSON, in which a terminal finds no control characters. */
export const jsonLine = (value: unknown): string => `${escapeText(JSON.stringify(value))}\n`;
