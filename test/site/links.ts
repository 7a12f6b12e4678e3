/**
 * Returns the links of pages that lead to no page, no file or no heading.
 *
 * @param pages the HTML by path
 * @param hasFile returns whether the site has a file that is not a page
 */
export async function brokenLinks(
  pages: ReadonlyMap<string, string>,
  hasFile: (path: string) => Promise<boolean>,
): Promise<string[]> {
  const anchors = new Map([...pages].map(([path, html]) => [path, idsOf(html)]));
  const broken: string[] = [];
  for (const [path, html] of pages) {
    for (const [, href] of html.matchAll(/<(?:a|link)\b[^>]*?\shref="([^"]*)"/g)) {
      const url = new URL(href!.replaceAll('&amp;', '&'), `http://site${path}`);
      if (url.host !== 'site') continue;
      const target = url.pathname.endsWith('/') ? `${url.pathname}index.html` : url.pathname;
      const ids = anchors.get(target);
      const leads = ids
        ? url.hash === '' || ids.has(decodeURIComponent(url.hash.slice(1)))
        : await hasFile(target);
      if (!leads) broken.push(`${path}: ${href}`);
    }
  }
  return broken;
}

const idsOf = (html: string): Set<string> =>
  new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => id!));
