/** The elements of S3's error answer by name, such as `Code`, `Message`, `CanonicalRequest`. */
export type S3Answer = ReadonlyMap<string, string>;

/**
 * Reads S3's error answer, an XML document without nesting. S3 API Reference, "Error responses".
 *
 * @returns `undefined` if the text is no error answer
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
 * Returns the text from the end of the first start tag to the last end tag. A single regular expression for both would
 * search for the end again from each start tag, which takes half a second for 62 KiB of start tags.
 */
function contentOfError(xml: string): string | undefined {
  const tag = ERROR_TAG.exec(xml);
  if (!tag) return undefined;
  const begin = xml.indexOf('>', tag.index) + 1;
  const end = xml.lastIndexOf('</Error>');
  return begin > 0 && begin <= end ? xml.slice(begin, end) : undefined;
}

const ERROR_TAG = /<Error[\s>]/;
/** An element without child elements. S3 names some elements like query parameters, with hyphens. */
const ELEMENT = /<([\w-]+)>([^<]*)<\/\1>/g;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes the references of XML (XML 1.0 §4.1, §4.6) and normalises its line ends (§2.11). */
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
