import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the sidebar: a group for each heading of index.md, with the links of its table, and one for the decisions. */
export function sidebar(docs) {
  const [, ...sections] = readFileSync(join(docs, 'index.md'), 'utf8').split(/^## /m);
  return [...sections.map(group), decisions(docs)];
}

/** A page that several rows name is listed once. */
function group(section) {
  const links = [...section.matchAll(/\[([^\]]+)\]\(([^)#:.][^)#:]*)\.md\)/g)];
  const byPage = new Map(
    links.map(([, text, page]) => [page, { text: text.replaceAll('`', ''), link: `/${page}` }]),
  );
  return { text: section.split('\n', 1)[0], collapsed: false, items: [...byPage.values()] };
}

function decisions(docs) {
  const items = readdirSync(join(docs, 'adr'))
    .toSorted()
    .map((file) => ({ text: titleOf(join(docs, 'adr', file)), link: `/adr/${file.replace('.md', '')}` }));
  return { text: 'Decisions', collapsed: true, items };
}

const titleOf = (path) => /^# (.+)$/m.exec(readFileSync(path, 'utf8'))[1].replaceAll('`', '');
