import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { anchorOf } from './anchors.mjs';
import { linkSources } from './link-sources.mjs';
import { drawMermaid } from './mermaid.mjs';
import { sidebar } from './sidebar.mjs';

const docs = join(import.meta.dirname, '..');
const { repository } = JSON.parse(readFileSync(join(docs, '../package.json'), 'utf8'));
const source = repository.url.replaceAll(/^git\+|\.git$/g, '');

export default defineConfig({
  title: 'tenant-presign',
  description: 'S3 presigned URLs for teams on a shared cluster, each with a bucket in its own AWS account',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  srcExclude: ['contributing/vale/**'],
  cacheDir: './node_modules/.cache/vitepress', // git ignores it
  themeConfig: {
    search: { provider: 'local' },
    sidebar: sidebar(docs),
    outline: [2, 3],
    editLink: { pattern: `${source}/edit/main/docs/:path` },
    socialLinks: [{ icon: 'github', link: source }],
  },
  markdown: {
    attrs: { disable: true }, // braces in tables are text
    anchor: { slugify: anchorOf },
    config(md) {
      md.use(linkSources, docs, source);
      md.use(drawMermaid);
    },
  },
});
