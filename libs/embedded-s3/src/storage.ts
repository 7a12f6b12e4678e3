import type { BuildAppOptions } from 'fauxqs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';

/** fauxqs's storage: buckets, objects and multipart uploads. */
export type S3Store = NonNullable<BuildAppOptions['stores']>['s3Store'];

export type StoredObject = ReturnType<S3Store['headObject']>;
export type StoredUpload = Parameters<S3Store['restoreMultipartUpload']>[0];

/** An operation of fauxqs. It reads `params.bucket`, `params['*']` (the key), `query`, `headers` and `body`. */
export type FauxqsAction = (request: FastifyRequest, reply: FastifyReply, store: S3Store) => void;

const ACTIONS = [
  'getObject',
  'headObject',
  'putObject',
  'deleteObject',
  'createMultipartUpload',
  'uploadPart',
  'completeMultipartUpload',
  'abortMultipartUpload',
] as const;
export type FauxqsActions = Record<(typeof ACTIONS)[number], FauxqsAction>;

export interface Storage {
  readonly store: S3Store;
  readonly actions: FauxqsActions;
  close(): void;
}

/**
 * Opens fauxqs's S3 storage alone. Its module is loaded by path, since the package exports only the whole emulator (ADR
 * 0004).
 *
 * @param dataDir the folder for a SQLite database; without it, the storage is only in memory
 */
export async function openStorage(dataDir?: string): Promise<Storage> {
  const [{ S3Store }, actions] = await Promise.all([part<StoreModule>('s3/s3Store.js'), loadActions()]);
  const store = new S3Store();
  if (dataDir === undefined) return { store, actions, close: () => undefined };

  const { PersistenceManager } = await part<PersistenceModule>('persistence.js');
  const persistence = new PersistenceManager(dataDir);
  persistence.loadS3(store); // before the store gets the persistence, since it would write everything again
  store.persistence = persistence;
  return { store, actions, close: () => persistence.close() };
}

export function hasObject(store: S3Store, { bucket, key }: { bucket: string; key: string }): boolean {
  try {
    store.headObject(bucket, key);
    return true;
  } catch {
    return false;
  }
}

/** Returns the uploads from a private table of fauxqs, which has no public method for them. */
const uploadsOf = (store: S3Store): ReadonlyMap<string, StoredUpload> => store['multipartUploads'];

export const findUpload = (store: S3Store, uploadId = ''): StoredUpload | undefined =>
  uploadsOf(store).get(uploadId);

/** Returns the uploads of a bucket that are neither completed nor aborted. */
export const unfinishedUploads = (store: S3Store, bucket: string): StoredUpload[] =>
  [...uploadsOf(store).values()].filter((upload) => upload.bucket === bucket);

interface StoreModule {
  readonly S3Store: new () => S3Store;
}
interface PersistenceModule {
  readonly PersistenceManager: new (dataDir: string) => NonNullable<S3Store['persistence']>;
}

async function loadActions(): Promise<FauxqsActions> {
  const loaded = await Promise.all(
    ACTIONS.map(async (name) => [name, (await part<FauxqsActions>(`s3/actions/${name}.js`))[name]] as const),
  );
  return Object.fromEntries(loaded) as FauxqsActions;
}

async function part<Module>(path: string): Promise<Module> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('The package fauxqs is not installed: npm install');
  return (await import(new URL(`dist/${path}`, pathToFileURL(manifest)).href)) as Module;
}
