import { invalidArgument } from '../answers/s3-error.js';
import { S3_NAMESPACE, document, element } from '../answers/xml.js';
import type { StoredObject } from '../storage.js';

// This file follows S3 API Reference, ListObjectsV2. It replaces the listing of fauxqs, which sorts by locale and loses
// keys between pages.

/** An object, or a common prefix that represents all keys up to a delimiter. */
type Entry = { readonly object: StoredObject } | { readonly commonPrefix: string };

export interface Page {
  readonly entries: readonly Entry[];
  readonly nextToken: string | undefined;
}

type Parameters = ReadonlyMap<string, string>;

/** Returns one page of a listing. @param objects in any order */
export function listPage(objects: Iterable<StoredObject>, parameters: Parameters): Page {
  const prefix = parameters.get('prefix') ?? '';
  const delimiter = parameters.get('delimiter') ?? '';
  const maxKeys = maxKeysOf(parameters);
  const isPast = afterToken(parameters) ?? afterKey(parameters.get('start-after') ?? '');

  const entries: Entry[] = [];
  let last: string | undefined;
  for (const object of inByteOrder(objects)) {
    if (!object.key.startsWith(prefix) || !isPast(object.key)) continue;
    const commonPrefix = rollUp(object.key, prefix, delimiter);
    if (commonPrefix !== undefined && commonPrefix === last) continue;
    if (entries.length >= maxKeys)
      return { entries, nextToken: maxKeys > 0 ? tokenAfter(entries.at(-1)) : undefined };
    entries.push(commonPrefix === undefined ? { object } : { commonPrefix });
    last = commonPrefix;
  }
  return { entries, nextToken: undefined };
}

export function listXml(bucket: string, parameters: Parameters, { entries, nextToken }: Page): string {
  const isEncoded = parameters.get('encoding-type') === 'url';
  const name = (text: string) => (isEncoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const ifGiven = (parameter: string, tag: string) => {
    const value = parameters.get(parameter);
    return value === undefined ? '' : element(tag, IS_NAME.has(parameter) ? name(value) : value);
  };
  return document(
    element(
      'ListBucketResult',
      [
        element('Name', bucket),
        element('Prefix', name(parameters.get('prefix') ?? '')),
        ifGiven('delimiter', 'Delimiter'),
        ifGiven('start-after', 'StartAfter'),
        ifGiven('encoding-type', 'EncodingType'),
        ifGiven('continuation-token', 'ContinuationToken'),
        element('KeyCount', entries.length),
        element('MaxKeys', maxKeysOf(parameters)),
        element('IsTruncated', nextToken !== undefined),
        nextToken === undefined ? '' : element('NextContinuationToken', nextToken),
        ...entries.map((entry) => entryXml(entry, name)),
      ],
      S3_NAMESPACE,
    ),
  );
}

/** The parameters that `encoding-type=url` encodes in the answer, in addition to keys and common prefixes. */
const IS_NAME = new Set(['delimiter', 'start-after']);

function entryXml(entry: Entry, name: (text: string) => string): string {
  if ('commonPrefix' in entry)
    return element('CommonPrefixes', [element('Prefix', name(entry.commonPrefix))]);
  const { key, lastModified, etag, contentLength } = entry.object;
  return element('Contents', [
    element('Key', name(key)),
    element('LastModified', lastModified.toISOString()),
    element('ETag', etag),
    element('Size', contentLength),
    element('StorageClass', 'STANDARD'),
  ]);
}

/** Sorts objects by key: "List results are always returned in UTF-8 binary order." */
function inByteOrder(objects: Iterable<StoredObject>): StoredObject[] {
  return Array.from(objects, (object) => ({ object, bytes: Buffer.from(object.key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ object }) => object);
}

function rollUp(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function maxKeysOf(parameters: Parameters): number {
  const text = parameters.get('max-keys') ?? '1000';
  if (!/^\d{1,9}$/.test(text))
    throw invalidArgument('Provided max-keys not an integer or within integer range');
  return Math.min(Number(text), 1000);
}

type IsPast = (key: string) => boolean;

function afterKey(last: string): IsPast {
  const bytes = Buffer.from(last);
  return (key) => Buffer.compare(Buffer.from(key), bytes) > 0;
}

/**
 * Returns a function that tells whether a key comes after a common prefix. All keys with this prefix are skipped, since
 * the prefix was already listed.
 */
const afterPrefix = (last: string): IsPast => {
  const isPast = afterKey(last);
  return (key) => isPast(key) && !key.startsWith(last);
};

function tokenAfter(entry: Entry | undefined): string | undefined {
  if (!entry) return undefined;
  const text = 'object' in entry ? `k${entry.object.key}` : `p${entry.commonPrefix}`;
  return Buffer.from(text).toString('base64url');
}

function afterToken(parameters: Parameters): IsPast | undefined {
  const token = parameters.get('continuation-token');
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('k')) return afterKey(text.slice(1));
  if (text.startsWith('p')) return afterPrefix(text.slice(1));
  throw invalidArgument('The continuation token provided is incorrect');
}
