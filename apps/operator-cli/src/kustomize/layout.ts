import { readdirSync, type Dirent } from 'node:fs';
import { join, relative } from 'node:path';

/** The paths of files and folders under `deploy/kustomize`. */
export class Layout {
  /**
   * Creates the paths.
   *
   * @param root the folder with base, components and overlays
   * @param from the folder to which shown paths are relative
   */
  constructor(
    readonly root: string,
    private readonly from: string,
  ) {}

  readonly component = (name: string): string => join(this.root, 'components', name);
  readonly overlay = (name: string): string => join(this.root, 'overlays', name);
  /** Returns the folder of a cluster's component, which cluster:render writes. */
  readonly cluster = (name: string): string => join(this.root, 'clusters', name);
  /** Returns the path of a cluster's profile, which a person writes. */
  readonly profile = (name: string): string => join(this.root, 'clusters', `${name}.yaml`);
  readonly snapshot = (name: string): string => join(this.root, 'rendered', `${name}.yaml`);

  /**
   * Returns the paths of Terraform's inputs and outputs for a tenant. The files are optional, and are kept for
   * comparison.
   */
  readonly terraform = (tenant: string): { readonly inputs: string; readonly outputs: string } => {
    const path = join(this.from, 'infra/terraform/tenants', tenant);
    return { inputs: `${path}.tfvars.json`, outputs: `${path}.outputs.json` };
  };

  /** Returns a path as messages show it. */
  readonly show = (path: string): string => relative(this.from, path) || '.';

  overlayNames(): string[] {
    return folders(join(this.root, 'overlays'));
  }

  componentNames(): string[] {
    return folders(join(this.root, 'components'));
  }

  /** Returns the names of the clusters that have a profile. */
  clusterNames(): string[] {
    return entries(join(this.root, 'clusters'))
      .filter((entry) => entry.isFile() && /^[^.].*\.yaml$/.test(entry.name))
      .map(({ name }) => name.replace(/\.yaml$/, ''))
      .toSorted();
  }

  /** Returns the names of the clusters that have a component. */
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
