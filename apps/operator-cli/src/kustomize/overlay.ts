import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fields, get, list, text, words } from './data.js';
import type { Layout } from './layout.js';
import { SourceFile } from './source-file.js';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
/** The name of the generator of the ConfigMap with the tenant file, and the file's name in the ConfigMap. */
export const GENERATOR = 'tenant-presign';
export const TENANT_FILE = 'tenants.yaml';
/** The component of a shared deployment, and the overlay's folder with its tenant files. */
export const TENANTS_DIR = 'tenants-dir';
export const TENANTS = 'tenants';

/** A component that an overlay lists. */
export interface ChosenComponent {
  readonly name: string;
  readonly line: number | undefined;
  /** The cluster and the part of its component; `undefined` for a component that is not a cluster's. */
  readonly of: { readonly cluster: string; readonly part: string | undefined } | undefined;
}

/** An overlay as it was written, with the bases and components that it uses. */
export class Overlay {
  readonly kustomization: SourceFile;
  /** The YAML files in the overlay's own folder. */
  readonly own: readonly SourceFile[];
  /** The YAML files in the folders that the overlay uses. */
  readonly inherited: readonly SourceFile[];
  readonly components: readonly ChosenComponent[];
  readonly namespace: string | undefined;

  /** @throws Error if the folder has no kustomization; an error of the file system */
  constructor(
    readonly name: string,
    readonly folder: string,
    layout: Layout,
  ) {
    const path = kustomizationOf(folder);
    if (path === undefined) throw new Error(`${layout.show(folder)}: ${NAMES[0]} is missing`);
    this.kustomization = SourceFile.read(path);
    const others = yamlFiles(folder, true).filter((file) => file !== path);
    this.own = [this.kustomization, ...others.map((file) => SourceFile.read(file))];
    this.inherited = [...foldersBelow(this.kustomization, new Set([folder]))].flatMap((each) =>
      yamlFiles(each, false).map((file) => SourceFile.read(file)),
    );
    this.components = list(get(this.kustomization.toJS(), 'components')).map((entry, index) => ({
      name: basename(words(entry)),
      line: this.kustomization.lineOf(['components', index]),
      of: clusterOf(relative(layout.cluster('.'), resolve(folder, words(entry)))),
    }));
    this.namespace = text(get(this.kustomization.toJS(), 'namespace'));
  }

  has(component: string): boolean {
    return this.components.some(({ name }) => name === component);
  }

  /** The name of the overlay's cluster: the first that the overlay lists. */
  get cluster(): string | undefined {
    return this.components.find(({ of }) => of !== undefined)?.of?.cluster;
  }

  /** Whether this is the platform's overlay: alerts and dashboards of a cluster, without a tenant. */
  get isPlatform(): boolean {
    return this.components.some(({ of }) => of?.part === 'platform');
  }

  /** Whether the overlay is one deployment for many tenants, each with a file of its own. */
  get isShared(): boolean {
    return this.has(TENANTS_DIR);
  }

  /** The folder with the tenant files of a shared overlay. */
  get tenantsFolder(): string {
    return join(this.folder, TENANTS);
  }

  /** The kustomization that makes the tenant's Namespace, and is applied separately; `undefined` if there is none. */
  get ownNamespace(): SourceFile | undefined {
    return this.own.find(({ path }) => NAMES.some((name) => path === join(this.folder, 'namespace', name)));
  }

  /** All kustomizations that the overlay consists of. */
  get kustomizations(): readonly SourceFile[] {
    return [...this.own, ...this.inherited].filter(({ path }) => NAMES.includes(basename(path)));
  }

  /** The path of the file that the generator reads as tenants.yaml; `undefined` if there is none. */
  get tenantFilePath(): string | undefined {
    const generators = list(get(this.kustomization.toJS(), 'configMapGenerator'));
    const files = generators
      .filter((each) => get(each, 'name') === GENERATOR)
      .flatMap((each) => list(get(each, 'files')))
      .map(words);
    // The entry is `FILE`, whose name is the key, or `KEY=FILE`.
    const entry = files.find((each) => basename(each) === TENANT_FILE && !each.includes('='));
    const named = files.find((each) => each.startsWith(`${TENANT_FILE}=`))?.slice(TENANT_FILE.length + 1);
    const path = entry ?? named;
    return path === undefined ? undefined : resolve(this.folder, path);
  }

  /** The tenant file; `undefined` if it doesn't exist. */
  get tenantFile(): SourceFile | undefined {
    const path = this.tenantFilePath;
    return this.own.find((file) => file.path === path);
  }
}

/**
 * Returns the cluster, and the part of its component, that a path names.
 *
 * @param path relative to the folder of clusters
 */
function clusterOf(path: string): ChosenComponent['of'] {
  const [cluster, part, ...below] = path.split(sep);
  return cluster === undefined || cluster === '' || cluster === '..' || below.length > 0
    ? undefined
    : { cluster, part };
}

function kustomizationOf(folder: string): string | undefined {
  return NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function yamlFiles(folder: string, recursive: boolean): string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$|(?:^|[\\/])Kustomization$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

/** Returns the folders that a kustomization names, and those that these folders name in turn. */
function foldersBelow(kustomization: SourceFile, seen: Set<string>): Set<string> {
  const found = new Set<string>();
  const { resources, components, bases } = fields(kustomization.toJS());
  for (const entry of [...list(components), ...list(resources), ...list(bases)]) {
    const folder = resolve(dirname(kustomization.path), words(entry));
    const path = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
      ? kustomizationOf(folder)
      : undefined;
    if (path === undefined || seen.has(folder)) continue;
    seen.add(folder);
    found.add(folder);
    for (const below of foldersBelow(SourceFile.read(path), seen)) found.add(below);
  }
  return found;
}
