import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PACKAGE_FOLDER = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;
/** What the build packs as data into modules of its own. */
const PACKED = { 'dist/generated/docs-files.mjs': 'node_modules/swagger-ui-dist' };

/**
 * A rolldown plugin that writes `inventory.json` beside the bundle: for each program the files that it may load, and the
 * npm packages of which code is in them. What ships, and what the bill of materials says, is taken from there.
 */
export function bundleInventory() {
  return {
    name: 'bundle-inventory',
    generateBundle(_options, bundle) {
      const entries = Object.values(bundle).filter(({ isEntry }) => isEntry);
      const inventory = Object.fromEntries(entries.map((entry) => [entry.name, inventoryOf(entry, bundle)]));
      this.emitFile({
        type: 'asset',
        fileName: 'inventory.json',
        source: `${JSON.stringify(inventory, null, 2)}\n`,
      });
    },
  };
}

function inventoryOf(entry, bundle) {
  const files = new Set([entry.fileName]);
  for (const file of files) {
    const { imports, dynamicImports } = bundle[file];
    for (const name of [...imports, ...dynamicImports]) if (name in bundle) files.add(name);
  }
  const folders = new Set([...files].flatMap((file) => packageFolders(bundle[file])));
  return { files: sorted(files), packages: sorted(folders).map(packageOf) };
}

const sorted = (names) => Array.from(names).sort((a, b) => (a < b ? -1 : 1));

/** Modules of which tree shaking left nothing don't count. */
function packageFolders({ modules }) {
  return Object.entries(modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .flatMap(([path]) => {
      const module = relative(process.cwd(), path).replaceAll('\\', '/');
      return PACKED[module] ?? PACKAGE_FOLDER.exec(module)?.[1] ?? [];
    });
}

/** `ref` as npm's own bills of materials have it; `folder` as the lock file has it. */
function packageOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { ref: `${name}@${version}`, folder };
}
