import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PLATFORM_FILE } from '#tenant-file';
import type { Layout } from '../kustomize/layout.js';
import { Overlay, TENANTS_DIR } from '../kustomize/overlay.js';

/** Returns the shared overlay of a name, or the reason why there is none. */
export function sharedOverlay(layout: Layout, name: string): Overlay | { readonly whyNot: string } {
  const all = layout.overlayNames();
  if (!all.includes(name))
    return { whyNot: `There is no overlay ${name}. There are: ${all.join(', ') || 'none'}.` };
  const overlay = new Overlay(name, layout.overlay(name), layout);
  const shown = layout.show(overlay.kustomization.path);
  if (!overlay.isShared)
    return {
      whyNot: `${shown} is for one tenant: it doesn’t list component ${TENANTS_DIR}. Name a shared overlay.`,
    };
  const file = join(overlay.tenantsFolder, PLATFORM_FILE);
  return existsSync(file) ? overlay : { whyNot: `${layout.show(file)} is missing. Write it first.` };
}
