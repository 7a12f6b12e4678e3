import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import type { UploadSession } from './api.js';
import { tell } from './dom.js';
import { UploadRow } from './upload-row.js';

type Body = { readonly key?: string };
type Transfer = Uppy<Record<string, never>>;

/** Bytes from which an upload goes in parts, so that a pause keeps what has arrived: S3's smallest part. */
const PARTS_FROM = 5 * 1024 * 1024;

/** Sends files by Uppy in an upload session. @param onDone when an object is there */
export async function upload(
  session: UploadSession,
  files: readonly File[],
  onDone: () => void,
): Promise<void> {
  const uppy: Transfer = new Uppy({
    restrictions: {
      maxFileSize: session.maxFileSize ?? null,
      allowedFileTypes: session.contentTypes ? [...session.contentTypes] : null,
    },
  });
  uppy.use(AwsS3, {
    companionEndpoint: new URL(session.companionEndpoint, location.href).href,
    shouldUseMultipart: ({ size }) => (size ?? 0) > PARTS_FROM,
  });
  const rows = new Map<string, UploadRow>();
  show(uppy, rows, onDone);
  for (const file of files) add(uppy, file, rows);
  await uppy.upload();
}

function add(uppy: Transfer, file: File, rows: Map<string, UploadRow>): void {
  let id: string | undefined;
  const row = new UploadRow(file.name, file.size, {
    pauseOrResume: () => void (id !== undefined && uppy.pauseResume(id)),
    retry: () => void (id !== undefined && uppy.retryUpload(id)),
    cancel: () => (id === undefined ? row.remove() : uppy.removeFile(id)),
  });
  try {
    id = uppy.addFile({ name: file.name, type: file.type || 'application/octet-stream', data: file });
    rows.set(id, row);
  } catch (error) {
    row.show({ is: 'refused', why: (error as Error).message }); // by the session's restrictions
    tell(`${file.name} is refused.`);
  }
}

/** What Uppy says, in rows. */
function show(uppy: Transfer, rows: ReadonlyMap<string, UploadRow>, onDone: () => void): void {
  uppy.on('upload-start', (files) => {
    for (const { id } of files) rows.get(id)?.show({ is: 'uploading', bytes: 0 });
  });
  uppy.on('upload-progress', (file, { bytesUploaded }) => {
    if (!file) return;
    const is = uppy.getFile(file.id)?.isPaused ? 'paused' : 'uploading';
    rows.get(file.id)?.show({ is, bytes: bytesUploaded || 0 });
  });
  uppy.on('upload-pause', (file, isPaused) => {
    if (!file) return;
    const bytes = Number(file.progress.bytesUploaded);
    rows.get(file.id)?.show({ is: isPaused ? 'paused' : 'uploading', bytes });
    tell(`${file.name} ${isPaused ? 'is paused' : 'goes on'}.`);
  });
  uppy.on('upload-success', (file, { body }) => {
    if (!file) return;
    rows.get(file.id)?.show({ is: 'done', key: (body as Body | undefined)?.key ?? file.name ?? '' });
    tell(`${file.name} is uploaded.`);
    onDone();
  });
  uppy.on('upload-error', (file, error) => {
    if (!file) return;
    rows.get(file.id)?.show({ is: 'failed', why: error.message });
    tell(`${file.name} failed.`);
  });
  uppy.on('file-removed', (file) => {
    rows.get(file.id)?.remove();
    tell(`${file.name} is cancelled.`);
  });
}
