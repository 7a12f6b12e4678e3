import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * A plugin of markdown-it. Links to folders and to files that are not pages of the site lead to the repository instead.
 *
 * @param docs path of the folder with the pages
 * @param source URL of the repository
 */
export function linkSources(md, docs, source) {
  const root = dirname(docs);
  md.core.ruler.push('link-sources', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'link_open') continue;
      const href = token.attrGet('href');
      const [path, anchor] = href.split('#');
      if (path === '' || /^[a-z]+:/i.test(path)) continue;
      const target = join(dirname(env.path), decodeURIComponent(path));
      if (!existsSync(target) || isPage(target, docs)) continue;
      const kind = statSync(target).isDirectory() ? 'tree' : 'blob';
      token.attrSet('href', `${source}/${kind}/main/${relative(root, target)}${anchor ? `#${anchor}` : ''}`);
    }
  });
}

const isPage = (path, docs) => path.startsWith(`${docs}/`) && path.endsWith('.md');
