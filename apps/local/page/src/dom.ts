type Content = Node | string;

/** Finds an element. @throws TypeError if the page has no such element, since page and script must match */
export function find<E extends Element>(
  selector: string,
  kind: new () => E,
  within: ParentNode = document,
): E {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new TypeError(`no ${selector}`);
  return found;
}

/** Makes an element. @param properties such as `className`; names with a hyphen are attributes */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Readonly<Record<string, unknown>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-')) element.setAttribute(name, String(value));
    else Object.assign(element, { [name]: value });
  }
  element.append(...content);
  return element;
}

export const row = (...cells: readonly Content[]): HTMLTableRowElement =>
  make('tr', {}, ...cells.map((cell) => make('td', {}, cell)));

/** Makes a button. @param name the name for screen readers, if it differs from the text */
export function makeButton(text: string, name: string, act: () => void): HTMLButtonElement {
  const button = make('button', { type: 'button', 'aria-label': name }, text);
  button.addEventListener('click', act);
  return button;
}

export function onClick(selector: string, act: () => void): void {
  find(selector, HTMLButtonElement).addEventListener('click', act);
}

/** Makes screen readers say a text after they have finished the current one. */
export function announce(news: string): void {
  find('#news', HTMLElement).textContent = news;
}
