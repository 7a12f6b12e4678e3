import { memberPointer } from '../problems/member-pointer.js';

/** The limits or the measured shape of a JSON text. */
export interface JsonShape {
  /** The number of members of all objects plus items of all lists. */
  readonly values: number;
  /** The number of items of a single list; the largest list counts. */
  readonly items: number;
  /** The nesting depth of objects and lists. */
  readonly depth: number;
}

/** The first limit that a text exceeds. */
export interface ShapeExcess {
  readonly limit: keyof JsonShape;
  /** The JSON pointer to the list or object that exceeds the limit (RFC 6901 §6). */
  readonly pointer: string;
}

/** An object or a list that contains the scan's current position. */
interface Level {
  readonly isList: boolean;
  /** The number of commas of the list so far. */
  commas: number;
  /** The position in the text at which the name of the object's latest member begins. */
  name: number;
}

/**
 * Counts the values of a JSON text in one pass without parsing it into objects. The objects take up to twenty times the
 * memory of the text, so the text is checked before they are created. The scan does not detect invalid JSON; the parser
 * does.
 */
export class ShapeScan {
  readonly #levels: Level[] = [];
  #values = 0;
  #at = 0;
  #isInString = false;
  /** The position at which the latest string begins. */
  #string = 0;

  constructor(
    private readonly text: string,
    private readonly shape: JsonShape,
  ) {}

  get isOver(): boolean {
    return this.#at >= this.text.length;
  }

  /**
   * Continues the scan at the position where it stopped.
   *
   * @param characters maximum number of characters to scan
   * @returns `undefined` as long as no limit is exceeded
   */
  read(characters = this.text.length): ShapeExcess | undefined {
    const { text } = this;
    const end = Math.min(this.#at + characters, text.length);
    let at = this.#at;
    while (at < end) {
      if (this.#isInString) {
        at = this.#readString(at, end);
        continue;
      }
      const code = text.charCodeAt(at);
      if (code <= CLOSES_OBJECT && IS_STRUCTURE[code] === 1) {
        const excess = this.#take(code, at);
        if (excess) return excess;
      }
      at += 1;
    }
    this.#at = at;
    return undefined;
  }

  /**
   * Skips a string.
   *
   * @returns the position at which the scan continues: after the string, or at least at `end`
   */
  #readString(start: number, end: number): number {
    const { text } = this;
    let at = start;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) {
        this.#isInString = false;
        return at + 1;
      }
    }
    return at;
  }

  #take(code: number, at: number): ShapeExcess | undefined {
    const levels = this.#levels;
    const level = levels.at(-1);
    switch (code) {
      case QUOTE:
        this.#string = at;
        this.#isInString = true;
        return undefined;
      case CLOSES_LIST:
      case CLOSES_OBJECT:
        levels.pop();
        return undefined;
      case OPENS_LIST:
      case OPENS_OBJECT:
        if (levels.length === this.shape.depth) return this.#excess('depth', levels.length);
        levels.push({ isList: code === OPENS_LIST, commas: 0, name: 0 });
        return code === OPENS_LIST && !isEmptyList(this.text, at) ? this.#count() : undefined;
      case COLON:
        if (level) level.name = this.#string;
        return this.#count();
      default: // a comma
        if (!level?.isList) return undefined;
        level.commas += 1;
        return level.commas >= this.shape.items ? this.#excess('items', levels.length - 1) : this.#count();
    }
  }

  #count(): ShapeExcess | undefined {
    this.#values += 1;
    return this.#values > this.shape.values ? this.#excess('values', 0) : undefined;
  }

  /** @param depth nesting depth of the list or object that exceeds the limit */
  #excess(limit: ShapeExcess['limit'], depth: number): ShapeExcess {
    return { limit, pointer: pointerTo(this.#levels.slice(0, depth), this.text) };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS_LIST = 0x5b;
const CLOSES_LIST = 0x5d;
const OPENS_OBJECT = 0x7b;
const CLOSES_OBJECT = 0x7d;
const COLON = 0x3a;
const COMMA = 0x2c;

/** A table by character code: 1 for characters that form the structure of JSON. */
const IS_STRUCTURE = new Uint8Array(CLOSES_OBJECT + 1);
for (const code of [QUOTE, COMMA, COLON, OPENS_LIST, CLOSES_LIST, OPENS_OBJECT, CLOSES_OBJECT]) {
  IS_STRUCTURE[code] = 1;
}

function isEmptyList(text: string, start: number): boolean {
  let at = start + 1;
  while (isWhiteSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === CLOSES_LIST;
}

/** Returns whether a character is white space in JSON (RFC 8259 §2). */
const isWhiteSpace = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

/**
 * Returns the JSON pointer to the current object or list. The pointer stops before a name that is too long to repeat.
 */
function pointerTo(levels: readonly Level[], text: string): string {
  let pointer = '#';
  for (const { isList, commas, name } of levels) {
    const member = isList ? String(commas) : nameAt(text, name);
    const next = member === undefined ? undefined : memberPointer(pointer, member);
    if (next === undefined) return pointer;
    pointer = next;
  }
  return pointer;
}

/** A JSON string of up to 1,024 characters (RFC 8259 §7). */
const STRING = /"(?:[^"\\]|\\.){0,1024}"/y;

/** Returns the member's name at a position, or `undefined` for a name that is too long to repeat. */
function nameAt(text: string, start: number): string | undefined {
  STRING.lastIndex = start;
  const [string] = STRING.exec(text) ?? [];
  try {
    return string === undefined ? undefined : (JSON.parse(string) as string);
  } catch {
    return undefined; // not valid JSON
  }
}
