import { find } from './dom.js';

/** Files that are chosen, or dropped on the area. */
export function onFiles(take: (files: readonly File[]) => void): void {
  const takeAll = (files: FileList | null | undefined) => {
    if (files && files.length > 0) take([...files]);
  };
  const area = find('#drop', HTMLElement);
  const input = find('#files', HTMLInputElement);
  input.addEventListener('change', () => {
    takeAll(input.files);
    input.value = ''; // the same file may be chosen again
  });
  area.addEventListener('dragover', (event) => {
    event.preventDefault();
    area.classList.add('over');
  });
  area.addEventListener('dragleave', () => area.classList.remove('over'));
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    area.classList.remove('over');
    takeAll(event.dataTransfer?.files);
  });
}
