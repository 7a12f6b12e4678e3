import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The maximum number of items in one answer of S3. */
const PAGE = 1000;
/** The maximum number of parts of an upload. */
const PARTS = 10_000;
const TIME = '2026-01-01T00:00:00.000Z';
const ETAG = `&quot;${'0'.repeat(32)}&quot;`;

const xml = (name: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${name}>`;

const times = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join('');

const OBJECTS = xml(
  'ListBucketResult',
  `<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>${times(
    PAGE,
    (n) =>
      `<Contents><Key>inbox/${n}</Key><LastModified>${TIME}</LastModified><ETag>${ETAG}</ETag><Size>${n}</Size></Contents>`,
  )}`,
);

const parts = (after: number): string =>
  xml(
    'ListPartsResult',
    `<IsTruncated>${after + PAGE < PARTS}</IsTruncated><NextPartNumberMarker>${after + PAGE}</NextPartNumberMarker>${times(
      PAGE,
      (n) =>
        `<Part><PartNumber>${after + n + 1}</PartNumber><LastModified>${TIME}</LastModified><ETag>${ETAG}</ETag><Size>5242880</Size></Part>`,
    )}`,
  );

const PAGES_OF_PARTS = Array.from({ length: PARTS / PAGE }, (_, page) => parts(page * PAGE));
const UPLOAD = xml('InitiateMultipartUploadResult', '<UploadId>upload</UploadId>');

/** S3 as it is for a tenant with full buckets: every answer has as many items as the API Reference allows. */
export class LargeStorage implements AsyncDisposable {
  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<LargeStorage> {
    const server = createServer((request, response) => {
      // No key has an object yet, so that uploads can begin.
      if (request.method === 'HEAD') response.writeHead(404).end();
      else void answerTo(request).then((body) => response.end(body));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new LargeStorage(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }
}

async function answerTo(request: IncomingMessage): Promise<string> {
  const { searchParams } = new URL(request.url!, 'http://s3.example');
  const sent = await text(request);
  if (searchParams.has('uploads')) return UPLOAD;
  if (searchParams.has('delete')) return deletionOf(sent);
  if (searchParams.has('uploadId'))
    return PAGES_OF_PARTS[Number(searchParams.get('part-number-marker') ?? 0) / PAGE]!;
  return OBJECTS;
}

function deletionOf(request: string): string {
  const keys = [...request.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
  return xml('DeleteResult', keys.map((key) => `<Deleted><Key>${key}</Key></Deleted>`).join(''));
}
