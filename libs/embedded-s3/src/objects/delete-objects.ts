import type { IncomingHttpHeaders } from 'node:http';
import { S3Error, invalidRequest } from '../answers/s3-error.js';
import { S3_NAMESPACE, document, element } from '../answers/xml.js';
import { checkedPlace } from '../gate/locate.js';

// This file follows S3 API Reference, DeleteObjects. Buckets here have only the version `null`.

const MAX_OBJECTS = 1000;

interface Deletion {
  readonly key: string;
  readonly versionId: string | undefined;
}

/** Reads the deletions that a body requests. @throws S3Error `MalformedXML`, `InvalidRequest`, `KeyTooLongError` */
export function readDeletions(bucket: string, headers: IncomingHttpHeaders, body: Buffer): Deletion[] {
  if (headers['content-md5'] === undefined && !Object.keys(headers).some((name) => CHECKSUM.test(name))) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const xml = body.toString();
  const objects = [...xml.matchAll(/<Object>([^]*?)<\/Object>/g)].map(([, object = '']) => object);
  if (NOT_XML.test(xml) || objects.length === 0 || objects.length > MAX_OBJECTS) throw malformed();
  return objects.map((object) => {
    const key = textOf(object, 'Key');
    if (key === undefined || key === '') throw malformed();
    return { key: checkedPlace({ bucket, key }).key, versionId: textOf(object, 'VersionId') };
  });
}

/** Deletes objects, and returns the result of each. @param remove deletes one key in the storage */
export function deletionsXml(deletions: readonly Deletion[], remove: (key: string) => void): string {
  const results = deletions.map(({ key, versionId }) => {
    const named = [
      element('Key', key),
      ...(versionId === undefined ? [] : [element('VersionId', versionId)]),
    ];
    if (versionId === undefined || versionId === 'null') {
      remove(key);
      return element('Deleted', named);
    }
    const error = ['NoSuchVersion', 'The specified version does not exist.'] as const;
    return element('Error', [...named, element('Code', error[0]), element('Message', error[1])]);
  });
  return document(element('DeleteResult', results, S3_NAMESPACE));
}

const CHECKSUM = /^x-amz-checksum-(?:sha1|sha256|crc32|crc32c|crc64nvme)$/;

/** Characters that XML 1.0 §2.2 does not allow. */
const NOT_XML = /[\uFFFE\uFFFF]/;

function textOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replaceAll(/&(?:#(\d+)|#x([\dA-Fa-f]+)|(amp|lt|gt|quot|apos));/g, characterOf);
}

function characterOf(_: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name]!;
  return String.fromCodePoint(decimal === undefined ? parseInt(hex!, 16) : Number(decimal));
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const malformed = () =>
  new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
