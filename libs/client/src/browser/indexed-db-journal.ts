import type { Journal, JournalEntry } from '../upload/journal.js';

const STORE = 'uploads';

/**
 * Keeps interrupted uploads in IndexedDB. When an entry is written, expired ones are deleted.
 *
 * @param database the name of the database
 */
export function indexedDbJournal(database = 'presign'): Journal {
  const inStore = async <T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const opened = await open(database);
    try {
      return await settled(act(opened.transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE)));
    } finally {
      opened.close();
    }
  };
  return {
    get: async (name) => {
      const entry = await inStore(
        'readonly',
        (store) => store.get(name) as IDBRequest<JournalEntry | undefined>,
      );
      return entry && entry.expiresAt > Date.now() ? entry : undefined;
    },
    put: async (name, entry) => {
      await inStore('readwrite', (store) => {
        deleteExpired(store);
        return store.put(entry, name);
      });
    },
    remove: (name) => inStore('readwrite', (store) => store.delete(name)),
    list: async () => {
      let names: readonly IDBValidKey[] = [];
      const entries = await inStore('readonly', (store) => {
        const keys = store.getAllKeys(); // is answered before the next request of the transaction
        keys.addEventListener('success', () => (names = keys.result));
        return store.getAll() as IDBRequest<JournalEntry[]>;
      });
      const named = entries.map((entry, index) => ({ name: names[index] as string, entry }));
      return named.filter(({ entry }) => entry.expiresAt > Date.now());
    },
    forget: () => inStore('readwrite', (store) => store.clear()),
  };
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return settled(request);
}

function deleteExpired(store: IDBObjectStore): void {
  const cursors = store.openCursor();
  cursors.addEventListener('success', () => {
    const cursor = cursors.result;
    if (!cursor) return;
    if ((cursor.value as JournalEntry).expiresAt <= Date.now()) cursor.delete();
    cursor.continue();
  });
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  });
