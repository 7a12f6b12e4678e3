import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where things are under `deploy/kustomize`. */
export class Layout {
  /** @param root the folder with base, components and overlays @param from what shown paths are relative to */
  constructor(
    readonly root: string,
    private readonly from: string,
  ) {}

  readonly base = (file: string): string => join(this.root, 'base', file);
  readonly component = (name: string): string => join(this.root, 'components', name);
  readonly overlay = (name: string): string => join(this.root, 'overlays', name);
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
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted();
  } catch {
    return [];
  }
}
