/** Elements of S3's error answer by name, as `Code`, `Message`, `CanonicalRequest`. */
export type S3Answer = ReadonlyMap<string, string>;

/**
 * Reads an error answer: a flat document. S3 API Reference, "Error responses".
 *
 * @returns `undefined` for what is none
 */
export function parseS3Answer(xml: string): S3Answer | undefined {
  const inner = contentOfError(xml);
  if (inner === undefined) return undefined;
  const elements = new Map<string, string>();
  for (const [, name, text] of inner.matchAll(ELEMENT)) {
    if (!elements.has(name!)) elements.set(name!, decode(text!));
  }
  return elements.has('Code') ? elements : undefined;
}

/**
 * From the end of the first start tag to the last end tag. One expression for both would look for the end anew from
 * each start tag: half a second for 62 KiB of them.
 */
function contentOfError(xml: string): string | undefined {
  const tag = ERROR_TAG.exec(xml);
  if (!tag) return undefined;
  const begin = xml.indexOf('>', tag.index) + 1;
  const end = xml.lastIndexOf('</Error>');
  return begin > 0 && begin <= end ? xml.slice(begin, end) : undefined;
}

const ERROR_TAG = /<Error[\s>]/;
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
