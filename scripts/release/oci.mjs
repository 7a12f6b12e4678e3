import { createHash } from 'node:crypto';

// Artefacts in a container registry: OCI Image and Distribution Specifications 1.1. The registry's own credentials are in
// `authorization`.

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const EMPTY = Buffer.from('{}');

export const digestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/**
 * @param repository such as `http://127.0.0.1:5000/v2/tenant-presign/lambda`
 * @param artefact `type`, `name` and `bytes`; `subject` is the descriptor of what it describes
 * @param tag none for what is found by its subject
 * @returns its descriptor
 * @throws Error with what the registry answers
 */
export async function push(repository, { type, name, bytes, subject }, tag, authorization) {
  const request = async (path, { headers, ...init }, wanted) => {
    const url = path instanceof URL ? path : `${repository}${path}`;
    const response = await fetch(url, {
      ...init,
      headers: { ...headers, ...(authorization && { authorization }) },
    });
    if (!wanted.includes(response.status))
      throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
    return response;
  };
  for (const blob of [EMPTY, bytes]) await pushBlob(request, blob);
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    artifactType: type,
    config: descriptor('application/vnd.oci.empty.v1+json', EMPTY),
    layers: [{ ...descriptor(type, bytes), annotations: { 'org.opencontainers.image.title': name } }],
    ...(subject && { subject }),
  };
  const pushed = await pushManifest(request, MANIFEST, manifest, tag);
  if (subject) await refer(request, subject, { ...pushed, artifactType: type });
  return pushed;
}

/** The referrers tag schema, which every registry has: an index whose tag is the subject's digest. */
async function refer(request, subject, referrer) {
  const tag = subject.digest.replace(':', '-');
  const found = await request(`/manifests/${tag}`, { headers: { accept: INDEX } }, [200, 404]);
  const { manifests = [] } = found.status === 200 ? await found.json() : {};
  await pushManifest(
    request,
    INDEX,
    { schemaVersion: 2, mediaType: INDEX, manifests: [...manifests, referrer] },
    tag,
  );
}

async function pushManifest(request, mediaType, manifest, tag) {
  const bytes = Buffer.from(JSON.stringify(manifest));
  const init = { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes };
  await request(`/manifests/${tag ?? digestOf(bytes)}`, init, [201]);
  return descriptor(mediaType, bytes);
}

async function pushBlob(request, bytes) {
  const digest = digestOf(bytes);
  const found = await request(`/blobs/${digest}`, { method: 'HEAD' }, [200, 404]);
  if (found.status === 200) return;
  const begun = await request('/blobs/uploads/', { method: 'POST' }, [202]);
  const url = new URL(begun.headers.get('location'), begun.url);
  url.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await request(url, { method: 'PUT', headers, body: bytes }, [201]);
}

const descriptor = (mediaType, bytes) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });
