import type { DeletedObject, ObjectIdentifier } from '@aws-sdk/client-s3';
import type { ObjectKey } from '#s3-presign';
import { refusesSession } from '../tenancy/aws-credentials/refused-session.js';
import type { CallerStorage } from './tenant-storage.js';
import { storageUnavailable } from './s3-failure.js';

// See the S3 API Reference, DeleteObjects and DeleteObject.

/** An object, or one version of an object. */
export interface Deletable {
  readonly key: ObjectKey;
  readonly versionId?: string | undefined;
}

export type DeletionOutcome =
  /** The object does not exist, whether or not it existed before. */
  | { readonly deleted: true; readonly deleteMarker?: boolean; readonly versionId?: string | undefined }
  /** The version id is not valid in S3. */
  | { readonly deleted: false; readonly error: 'version' }
  /** S3 did not delete the object, or did not confirm the deletion. */
  | { readonly deleted: false; readonly error: Error };

/** The deadline in milliseconds. Some stores delete a thousand objects one after the other. */
const DEADLINE = 60_000;
/** The number of keys that are deleted concurrently by single calls. */
const AT_ONCE = 8;

/**
 * Deletes up to 1,000 different objects. Keys that XML can represent are deleted in one call, the others by single
 * calls. A failure affects only its own object.
 *
 * @returns one outcome per object, in the order of the objects
 */
export async function deleteObjects(
  storage: CallerStorage,
  objects: readonly Deletable[],
): Promise<readonly DeletionOutcome[]> {
  const outcomes = new Map<Deletable, DeletionOutcome>();
  const [listed, single] = [objects.filter(fitsXml), objects.filter((each) => !fitsXml(each))];
  if (listed.length > 0) await deleteListed(storage, listed, outcomes);
  await deleteSingly(storage, single, outcomes);
  return objects.map((each) => outcomes.get(each) ?? notSaid());
}

/**
 * Returns whether XML can represent a key. XML 1.0 §2.2 excludes U+FFFE and U+FFFF, and parsers trim white space; one
 * such key would make the whole list invalid.
 */
const fitsXml = ({ key }: Deletable): boolean => !/[\uFFFE\uFFFF]/.test(key) && key === key.trim();

async function deleteSingly(
  storage: CallerStorage,
  objects: readonly Deletable[],
  outcomes: Map<Deletable, DeletionOutcome>,
): Promise<void> {
  for (let first = 0; first < objects.length; first += AT_ONCE) {
    const some = objects.slice(first, first + AT_ONCE);
    await Promise.all(some.map(async (each) => outcomes.set(each, await deleteOne(storage, each))));
  }
}

/**
 * Deletes objects in one call. radosgw 16 refuses this call to a role that may not delete everywhere. In this case, the
 * first object shows whether single calls are allowed.
 */
async function deleteListed(
  storage: CallerStorage,
  objects: readonly Deletable[],
  outcomes: Map<Deletable, DeletionOutcome>,
): Promise<void> {
  try {
    const { Deleted = [], Errors = [] } = await callDeleteObjects(storage, objects);
    const find = finderOf(objects);
    for (const deleted of Deleted) {
      const object = find(deleted);
      if (object) outcomes.set(object, outcomeOf(deleted));
    }
    for (const error of Errors) {
      const object = find(error);
      if (object) outcomes.set(object, failureOf(storage, error.Code));
    }
  } catch (error) {
    const [first, ...others] = objects;
    const outcome = isCallRefused(error) ? await deleteOne(storage, first!) : failed(error);
    outcomes.set(first!, outcome);
    if (outcome.deleted) await deleteSingly(storage, others, outcomes);
    else for (const object of others) outcomes.set(object, failed(error));
  }
}

/** Returns whether S3 refused the call itself without checking the objects. */
function isCallRefused(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return refusesSession(cause) && !(cause instanceof EachRefused);
}

function callDeleteObjects(storage: CallerStorage, objects: readonly Deletable[]) {
  return storage.call(
    'DeleteObjects',
    async (client, { DeleteObjectsCommand }, options) => {
      const Objects = objects.map(({ key, versionId }) => ({
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
      }));
      const answer = await client.send(
        new DeleteObjectsCommand({ ...storage.place, Delete: { Objects } }),
        options,
      );
      const denied = (answer.Errors ?? []).filter(({ Code }) => Code === 'AccessDenied');
      if (denied.length === objects.length) throw new EachRefused(); // a revoked session is refused in this way
      return answer;
    },
    DEADLINE,
  );
}

class EachRefused extends Error {
  override readonly name = 'AccessDenied';
  readonly $metadata = { httpStatusCode: 403 };
}

/** Returns a function that finds the object of a result. Stores differ in whether they repeat the version id. */
function finderOf(objects: readonly Deletable[]) {
  const byKey = Map.groupBy(objects, ({ key }) => key);
  return ({ Key = '', VersionId }: DeletedObject | ObjectIdentifier): Deletable | undefined => {
    const all = byKey.get(Key as ObjectKey);
    return all?.length === 1 ? all[0] : all?.find(({ versionId }) => versionId === VersionId);
  };
}

async function deleteOne(storage: CallerStorage, { key, versionId }: Deletable): Promise<DeletionOutcome> {
  try {
    const answer = await storage.call('DeleteObject', (client, { DeleteObjectCommand }, options) =>
      client.send(
        new DeleteObjectCommand({
          ...storage.place,
          Key: key,
          ...(versionId !== undefined && { VersionId: versionId }),
        }),
        options,
      ),
    );
    return outcomeOf({ ...answer, DeleteMarkerVersionId: answer.VersionId });
  } catch (error) {
    return isGone((error as { code?: string }).code) ? { deleted: true } : failed(error);
  }
}

/** Returns the outcome of a deletion. `deleteMarker` is set if S3 added a marker, or if the deleted version was one. */
function outcomeOf({ DeleteMarker, DeleteMarkerVersionId }: DeletedObject): DeletionOutcome {
  if (!DeleteMarker) return { deleted: true };
  return { deleted: true, deleteMarker: true, versionId: DeleteMarkerVersionId };
}

function failureOf(storage: CallerStorage, code: string | undefined): DeletionOutcome {
  if (isGone(code)) return { deleted: true };
  if (code !== undefined && WRONG_VERSION.has(code)) return { deleted: false, error: 'version' };
  storage.warn('DeleteObjects', code);
  return failed(storageUnavailable());
}

const isGone = (code: string | undefined): boolean => code === 'NoSuchKey' || code === 'NoSuchVersion';

/** The error codes for an invalid version id (S3 API Reference, "Error responses"). */
const WRONG_VERSION = new Set(['InvalidArgument', 'InvalidRequest', 'NoSuchVersionId']);

const failed = (error: unknown): DeletionOutcome => ({
  deleted: false,
  error: error instanceof Error ? error : storageUnavailable(error),
});

const notSaid = (): DeletionOutcome => failed(storageUnavailable());
