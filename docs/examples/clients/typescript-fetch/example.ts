// Uses the client that openapi-generator makes for TypeScript: uploads, downloads, lists, signs in a batch, uploads in
// parts, and meets a refusal.
import {
  Configuration,
  MultipartUploadsApi,
  ObjectsApi,
  ProblemFromJSON,
  ResponseError,
  SigningApi,
} from './client/index.js';

const { API: basePath = '', TOKEN: accessToken = '' } = process.env;
const configuration = new Configuration({ basePath, accessToken });
const signing = new SigningApi(configuration);
const tenant = 'team-a';
const key = 'clients/fetch.txt';

interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
}

async function use({ url, method, headers }: Signed, body?: Uint8Array<ArrayBuffer>) {
  const response = await fetch(url, { method, headers, ...(body && { body }) });
  if (!response.ok) throw new Error(`S3 answered ${response.status}: ${await response.text()}`);
  return response;
}

const text = new TextEncoder().encode('from typescript-fetch\n');
const uploadRequest = { key, contentType: 'text/plain', contentLength: text.byteLength };
await use(await signing.signUpload({ tenant, uploadRequest }), text);

const download = await signing.signDownload({ tenant, downloadRequest: { key } });
console.log('downloaded', (await (await use(download)).text()).trim());

const { items } = await new ObjectsApi(configuration).listObjects({ tenant, prefix: 'clients/fetch.t' });
console.log('listed', items.map((item) => `${item.key} (${item.size})`).join(', '));

// many at once: a result has a `problem`, or what the route of its operation answers
const batch = await signing.signBatch({
  tenant,
  batchRequest: {
    operations: [
      { operation: 'download', key },
      { operation: 'delete', key, expiresIn: 60, minValidity: 3600 },
    ],
  },
});
for (const result of batch.results) {
  if (result.problem) console.log('refused', result.status, result.problem.code);
  else console.log('signed', result.method, result.key);
}

// in parts, as large uploads go
const uploads = new MultipartUploadsApi(configuration);
const bytes = new Uint8Array(6 * 1024 ** 2);
const { uploadId, partSize, parts } = await uploads.createMultipartUpload({
  tenant,
  multipartUploadRequest: {
    key: 'clients/fetch.bin',
    contentLength: bytes.byteLength,
    partSize: 5 * 1024 ** 2,
  },
});
for (const part of parts) {
  const start = (part.partNumber - 1) * partSize;
  await use(part, bytes.slice(start, start + partSize));
}
const completed = await uploads.completeMultipartUpload({ tenant, uploadId, completionRequest: {} });
console.log('put together', completed.key, completed.size);

// a refusal: go by its code
try {
  await signing.signDownload({ tenant: 'team-b', downloadRequest: { key } });
} catch (refusal) {
  if (!(refusal instanceof ResponseError)) throw refusal;
  const { status, code } = ProblemFromJSON(await refusal.response.json());
  if (code === 'access_denied') console.log('refused', status, code);
}
