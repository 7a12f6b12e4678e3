/** Elements of S3's error answer by name, as `Code`, `Message`, `CanonicalRequest`. */
export type S3Answer = ReadonlyMap<string, string>;

/**
 * Reads an error answer: a flat document. S3 API Reference, "Error responses".
 *
 * @returns `undefined` for what is none
 */
export function parseS3Answer(xml: string): S3Answer | undefined {
  const [, inner] = ERROR.exec(xml) ?? [];
  if (inner === undefined) return undefined;
  const elements = new Map<string, string>();
  for (const [, name, text] of inner.matchAll(ELEMENT)) {
    if (!elements.has(name!)) elements.set(name!, decode(text!));
  }
  return elements.has('Code') ? elements : undefined;
}

const ERROR = /<Error(?:\s[^>]*)?>([^]*)<\/Error>/;
/** S3 names some elements as the parameter, with hyphens. */
const ELEMENT = /<([\w-]+)>([^<]*)<\/\1>/g;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML 1.0 §4.1, §4.6, and §2.11 for the ends of lines. */
const decode = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi,
      (reference, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return NAMED[name] ?? reference;
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
      },
    );
