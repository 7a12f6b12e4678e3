import { readdirSync, type Dirent } from 'node:fs';
import { join, relative } from 'node:path';

/** Where things are under `deploy/kustomize`. */
export class Layout {
  /** @param root the folder with base, components and overlays @param from what shown paths are relative to */
  constructor(
    readonly root: string,
    private readonly from: string,
  ) {}

  readonly component = (name: string): string => join(this.root, 'components', name);
  readonly overlay = (name: string): string => join(this.root, 'overlays', name);
  /** The component of a cluster, which cluster:render writes. */
  readonly cluster = (name: string): string => join(this.root, 'clusters', name);
  /** What a person writes of a cluster. */
  readonly profile = (name: string): string => join(this.root, 'clusters', `${name}.yaml`);
  readonly snapshot = (name: string): string => join(this.root, 'rendered', `${name}.yaml`);

  /** What Terraform was told of a tenant, and what it made: kept for comparison, where anybody does. */
  readonly terraform = (tenant: string): { readonly inputs: string; readonly outputs: string } => {
    const path = join(this.from, 'infra/terraform/tenants', tenant);
    return { inputs: `${path}.tfvars.json`, outputs: `${path}.outputs.json` };
  };

  /** A path as messages show it. */
  readonly show = (path: string): string => relative(this.from, path) || '.';

  overlayNames(): string[] {
    return folders(join(this.root, 'overlays'));
  }

  componentNames(): string[] {
    return folders(join(this.root, 'components'));
  }

  /** Clusters that there is a profile of. */
  clusterNames(): string[] {
    return entries(join(this.root, 'clusters'))
      .filter((entry) => entry.isFile() && /^[^.].*\.yaml$/.test(entry.name))
      .map(({ name }) => name.replace(/\.yaml$/, ''))
      .toSorted();
  }

  /** Clusters that there is a component of. */
  renderedClusterNames(): string[] {
    return folders(join(this.root, 'clusters'));
  }
}

function folders(path: string): string[] {
  return entries(path)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted();
}

function entries(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
