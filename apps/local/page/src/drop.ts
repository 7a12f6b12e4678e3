import { find } from './dom.js';

/** A file that was chosen or dropped. */
export interface Chosen {
  readonly file: File;
  /** The path of the file below the chosen folder, or its name. */
  readonly path: string;
}

/** Calls a function with the files and folders that are chosen, or dropped on the area. */
export function onFiles(take: (chosen: readonly Chosen[]) => void): void {
  for (const id of ['#files', '#folders']) {
    const input = find(id, HTMLInputElement);
    input.addEventListener('change', () => {
      const chosen = [...(input.files ?? [])].map((file) => ({
        file,
        path: file.webkitRelativePath || file.name,
      }));
      input.value = ''; // so that the same file can be chosen again
      if (chosen.length > 0) take(chosen);
    });
  }
  const area = find('#drop', HTMLElement);
  area.addEventListener('dragover', (event) => {
    event.preventDefault();
    area.classList.add('over');
  });
  area.addEventListener('dragleave', () => area.classList.remove('over'));
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    area.classList.remove('over');
    // This comes before any `await`, because the items are gone after the event.
    const dropped = [...(event.dataTransfer?.items ?? [])].map((item) => filesOfItem(item));
    void Promise.all(dropped).then((found) => take(found.flat()));
  });
}

function filesOfItem(item: DataTransferItem): Promise<readonly Chosen[]> {
  const entry = item.webkitGetAsEntry();
  if (entry) return filesOf(entry);
  const file = item.getAsFile();
  return Promise.resolve(file ? [{ file, path: file.name }] : []);
}

/** Returns a dropped file, or all files of a dropped folder and its subfolders. */
async function filesOf(entry: FileSystemEntry): Promise<readonly Chosen[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ file, path: entry.fullPath.slice(1) }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Chosen[] = [];
  for (;;) {
    // Entries come in batches, until one is empty (File and Directory Entries API, readEntries).
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return found;
    for (const each of batch) found.push(...(await filesOf(each)));
  }
}
