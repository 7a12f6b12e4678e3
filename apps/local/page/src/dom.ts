type Content = Node | string;

/** @throws TypeError where the page has no such element: page and script belong together */
export function find<E extends Element>(
  selector: string,
  kind: new () => E,
  within: ParentNode = document,
): E {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new TypeError(`no ${selector}`);
  return found;
}

/** A new element. @param properties of it, as `className`; those with a hyphen are attributes */
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

/** What screen readers shall say: once, when nothing else is being said. */
export function tell(news: string): void {
  find('#news', HTMLElement).textContent = news;
}

/** Shows what went wrong; nothing takes it away again. */
export function showProblem(problem: unknown): void {
  find('#problem', HTMLElement).textContent = problem === undefined ? '' : messageOf(problem);
}

const messageOf = (problem: unknown): string =>
  problem instanceof Error ? problem.message : String(problem);

/** What a click or a form starts; what goes wrong is shown. */
export function run(work: () => Promise<unknown>): void {
  showProblem(undefined);
  work().catch(showProblem);
}
