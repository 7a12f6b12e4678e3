import { memberPointer } from '../problems/member-pointer.js';

/** What a JSON text may hold. */
export interface JsonShape {
  /** Members of all objects and items of all lists, together. */
  readonly values: number;
  /** Items of any one list. */
  readonly items: number;
  /** Objects and lists within each other. */
  readonly depth: number;
}

/** The first limit that a text exceeds. */
export interface ShapeExcess {
  readonly limit: keyof JsonShape;
  /** To the list or object that exceeds it (RFC 6901 §6). */
  readonly pointer: string;
}

/** An object or a list that the scan is in. */
interface Level {
  readonly isList: boolean;
  /** Commas of the list so far. */
  commas: number;
  /** Where the name of the object's latest member begins in the text. */
  name: number;
}

/**
 * Counts what a text would become, in one pass and without making anything of it. Objects of a JSON text take up to
 * twenty times the memory of the text, so that they are counted before they are made. What is not JSON is left to the
 * parser.
 */
export class ShapeScan {
  readonly #levels: Level[] = [];
  #values = 0;
  #at = 0;
  #isInString = false;
  /** Where the latest string begins. */
  #string = 0;

  constructor(
    private readonly text: string,
    private readonly shape: JsonShape,
  ) {}

  get isOver(): boolean {
    return this.#at >= this.text.length;
  }

  /**
   * Goes on from where it stopped.
   *
   * @param characters to look at, at most
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

  /** @returns where it goes on: behind the string, or at least at the end of what is to be read */
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

  /** @param depth of what exceeds it */
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

/** By character code: 1 for those that make the shape. */
const IS_STRUCTURE = new Uint8Array(CLOSES_OBJECT + 1);
for (const code of [QUOTE, COMMA, COLON, OPENS_LIST, CLOSES_LIST, OPENS_OBJECT, CLOSES_OBJECT]) {
  IS_STRUCTURE[code] = 1;
}

function isEmptyList(text: string, start: number): boolean {
  let at = start + 1;
  while (isWhiteSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === CLOSES_LIST;
}

/** RFC 8259 §2. */
const isWhiteSpace = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

/** To the value that stands in these objects and lists; as far as their names may be repeated. */
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

/** RFC 8259 §7. */
const STRING = /"(?:[^"\\]|\\.){0,1024}"/y;

/** Longer names are not repeated anyway. */
function nameAt(text: string, start: number): string | undefined {
  STRING.lastIndex = start;
  const [string] = STRING.exec(text) ?? [];
  try {
    return string === undefined ? undefined : (JSON.parse(string) as string);
  } catch {
    return undefined; // no JSON
  }
}
