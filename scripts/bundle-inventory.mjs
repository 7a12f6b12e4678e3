import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PACKAGE_FOLDER = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;
/** The modules into which the build packs files of a package as data, and the folder of that package. */
const PACKED = { 'dist/generated/docs-files.mjs': 'node_modules/swagger-ui-dist' };

/**
 * Returns a rolldown plugin that writes `inventory.json` beside the bundle. For each program it lists the files that
 * the program may load, and the npm packages whose code is in them. Packaging and the bill of materials use this list.
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

/**
 * Returns the folders of the packages whose code is in a file. It ignores modules that tree shaking removed completely.
 */
function packageFolders({ modules }) {
  return Object.entries(modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .flatMap(([path]) => {
      const module = relative(process.cwd(), path).replaceAll('\\', '/');
      return PACKED[module] ?? PACKAGE_FOLDER.exec(module)?.[1] ?? [];
    });
}

/** Returns a package: `ref` as in npm's own bills of materials, and `folder` as in the lock file. */
function packageOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { ref: `${name}@${version}`, folder };
}
