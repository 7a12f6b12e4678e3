import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

// An image for several platforms as a folder: OCI Image Specification 1.1, "OCI Image Layout Specification". skopeo,
// crane and oras can copy such a folder too.

export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const ANNOTATION = 'org.opencontainers.image.';

export const digestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
export const descriptor = (mediaType, bytes) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });

/**
 * Writes images from Docker, one for each platform, as a layout with one index.
 *
 * @param folder the folder of the layout
 * @param images the names of the images
 * @param tag the tag of the index
 * @throws Error if two images are for one platform
 */
export async function layOut(folder, images, tag) {
  refuseSamePlatform(images);
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const add = (mediaType, content) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const described = descriptor(mediaType, bytes);
    writeFileSync(blobPath(folder, described), bytes);
    return described;
  };
  const manifests = [];
  let labels = {};
  for (const image of images) {
    const { config, layers } = await unpack(image);
    const { architecture, os, config: { Labels } = {} } = JSON.parse(config);
    labels = Labels ?? {};
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: add(CONFIG, config),
      layers: layers.map((layer) => add(LAYER, layer)),
    };
    manifests.push({ ...add(MANIFEST, manifest), platform: { architecture, os } });
  }
  const isAnnotation = ([name, value]) => name.startsWith(ANNOTATION) && value !== '';
  const annotations = Object.fromEntries(Object.entries(labels).filter(isAnnotation));
  const index = add(INDEX, { schemaVersion: 2, mediaType: INDEX, manifests, annotations });
  const named = { ...index, annotations: { [`${ANNOTATION}ref.name`]: tag } };
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [named] }),
  );
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}

function refuseSamePlatform(images) {
  const seen = new Set();
  for (const image of images) {
    const format = '{{.Os}}/{{.Architecture}}';
    const args = ['image', 'inspect', '--format', format, image];
    const platform = execFileSync('docker', args, { encoding: 'utf8' }).trim();
    if (seen.has(platform))
      throw new Error(
        `${image} is for ${platform}, as another image is. Build it with Docker's plugin buildx.`,
      );
    seen.add(platform);
  }
}

/**
 * Reads a layout.
 *
 * @returns the layout's index and the manifests of its platforms, each as descriptor and bytes; `blobs` as functions
 * that read the bytes
 */
export function readLayout(folder) {
  const read = (described) => ({ described, bytes: readFileSync(blobPath(folder, described)) });
  const index = read(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')).manifests[0]);
  const manifests = JSON.parse(index.bytes).manifests.map(read);
  const blobs = manifests.flatMap(({ bytes }) => {
    const { config, layers } = JSON.parse(bytes);
    return [config, ...layers];
  });
  return { index, manifests, blobs: blobs.map((described) => () => read(described).bytes) };
}

const blobPath = (folder, { digest }) => join(folder, 'blobs', ...digest.split(':'));

/**
 * Reads the configuration and the layers of an image from the output of `docker save`. In every version of Docker,
 * manifest.json names them.
 */
async function unpack(image) {
  const folder = mkdtempSync(join(tmpdir(), 'release-image-'));
  try {
    const archive = join(folder, 'image.tar');
    execFileSync('docker', ['save', '--output', archive, image]);
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    const read = (name) => readFileSync(join(folder, name));
    const [{ Config, Layers }] = JSON.parse(read('manifest.json'));
    return { config: read(Config), layers: await Promise.all(Layers.map((name) => compressed(read(name)))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isGzip = (bytes) => bytes.readUInt16BE(0) === 0x1f8b;
const compressed = (bytes) => (isGzip(bytes) ? bytes : promisify(gzip)(bytes));
