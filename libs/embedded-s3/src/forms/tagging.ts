import { S3Error } from '../answers/s3-error.js';

/**
 * Converts the field `tagging` to the form of the header `x-amz-tagging`. Source: S3 Developer Guide, "POST Object",
 * tagging.
 *
 * @throws S3Error `MalformedXML`
 */
export function tagsOf(xml: string): string {
  const [, set] = TAGGING.exec(xml) ?? [];
  if (set === undefined) throw malformedXml();
  const tags = [...set.matchAll(TAG)].map(([, name, value]): [string, string] => [
    decode(name!),
    decode(value!),
  ]);
  return new URLSearchParams(tags).toString();
}

const TAG = /\s*<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g;
const TAGGING = new RegExp(
  `^\\s*<Tagging(?: xmlns="[^"<]*")?>\\s*<TagSet>((?:${TAG.source})*)\\s*</TagSet>\\s*</Tagging>\\s*$`,
);

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes character references and predefined entities (XML 1.0 §4.1 and §4.6). */
const decode = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));?/gi,
    (reference, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = name === undefined ? fromCode(code) : NAMED[name];
      if (character === undefined || !reference.endsWith(';')) throw malformedXml();
      return character;
    },
  );

const fromCode = (code: number): string | undefined =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;

const malformedXml = () =>
  new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
