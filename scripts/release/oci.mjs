import { descriptor, digestOf, INDEX, MANIFEST, readLayout } from './layout.mjs';

// The client of a container registry: OCI Image and Distribution Specifications 1.1.

const EMPTY = Buffer.from('{}');

/** A repository of a registry, such as `http://127.0.0.1:5000/v2/team/tenant-presign-lambda`. */
export class Repository {
  #url;
  #authorization;

  /** Takes the URL of the repository. @param authorization the value of the `Authorization` header, or `undefined` */
  constructor(url, authorization) {
    this.#url = url;
    this.#authorization = authorization;
  }

  /**
   * Pushes an artefact.
   *
   * @param artefact `type`, `name` and `bytes`; `subject` is the descriptor of the image or file that the artefact
   * describes
   * @param tag the tag; none if clients find the artefact by its subject
   * @returns the artefact's descriptor
   * @throws Error with the registry's answer
   */
  async push({ type, name, bytes, subject }, tag) {
    for (const blob of [EMPTY, bytes]) await this.#pushBlob(blob);
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: type,
      config: descriptor('application/vnd.oci.empty.v1+json', EMPTY),
      layers: [{ ...descriptor(type, bytes), annotations: { 'org.opencontainers.image.title': name } }],
      ...(subject && { subject }),
    };
    const pushed = await this.#pushManifest(MANIFEST, Buffer.from(JSON.stringify(manifest)), tag);
    if (subject) await this.#refer(subject, { ...pushed, artifactType: type });
    return pushed;
  }

  /**
   * Pushes an image for several platforms from its layout.
   *
   * @returns the descriptors of its index, which gets the tag, and of the manifest of each platform
   */
  async pushLayout(folder, tag) {
    const { index, manifests, blobs } = readLayout(folder);
    for (const read of blobs) await this.#pushBlob(read());
    const pushed = [];
    for (const { bytes } of manifests) pushed.push(await this.#pushManifest(MANIFEST, bytes));
    return [await this.#pushManifest(INDEX, index.bytes, tag), ...pushed];
  }

  /**
   * Adds a referrer by the referrers tag schema, which works in every registry: an index whose tag is the subject's
   * digest.
   */
  async #refer(subject, referrer) {
    const tag = subject.digest.replace(':', '-');
    const found = await this.#request(`/manifests/${tag}`, { headers: { accept: INDEX } }, [200, 404]);
    const { manifests = [] } = found.status === 200 ? await found.json() : {};
    if (manifests.some(({ digest }) => digest === referrer.digest)) return;
    const index = { schemaVersion: 2, mediaType: INDEX, manifests: [...manifests, referrer] };
    await this.#pushManifest(INDEX, Buffer.from(JSON.stringify(index)), tag);
  }

  async #pushManifest(mediaType, bytes, tag) {
    const init = { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes };
    await this.#request(`/manifests/${tag ?? digestOf(bytes)}`, init, [201]);
    return descriptor(mediaType, bytes);
  }

  async #pushBlob(bytes) {
    const digest = digestOf(bytes);
    const found = await this.#request(`/blobs/${digest}`, { method: 'HEAD' }, [200, 404]);
    if (found.status === 200) return;
    const begun = await this.#request('/blobs/uploads/', { method: 'POST' }, [202]);
    const url = new URL(begun.headers.get('location'), begun.url);
    url.searchParams.set('digest', digest);
    const headers = { 'content-type': 'application/octet-stream' };
    await this.#request(url, { method: 'PUT', headers, body: bytes }, [201]);
  }

  async #request(path, { headers, ...init }, wanted) {
    const url = path instanceof URL ? path : `${this.#url}${path}`;
    const authorization = this.#authorization && { authorization: this.#authorization };
    const response = await fetch(url, { ...init, headers: { ...headers, ...authorization } });
    if (wanted.includes(response.status)) return response;
    throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
  }
}
