import { find, make, makeButton } from './dom.js';

/** Shows the path of a folder, with a button for each folder above it. @param folder ends in `/`, or is empty */
export function showCrumbs(tenant: string, folder: string, open: (folder: string) => void): void {
  const names = folder.split('/').slice(0, -1);
  const places = [
    { text: tenant, path: '' },
    ...names.map((text, index) => ({ text, path: `${names.slice(0, index + 1).join('/')}/` })),
  ];
  const items = places.map(({ text, path }, index) => {
    const isHere = index === places.length - 1;
    const crumb = isHere
      ? make('span', { 'aria-current': 'location' }, text)
      : makeButton(text, `Open ${path || 'the whole bucket'}`, () => open(path));
    if (!isHere) crumb.className = 'link';
    return make('li', {}, crumb);
  });
  find('#crumbs', HTMLElement).replaceChildren(...items);
}
