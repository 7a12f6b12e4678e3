import { readTenants } from '../check/tenants.js';
import type { Layout } from '../kustomize/layout.js';
import { Overlay } from '../kustomize/overlay.js';
import type { FactSource } from '../terraform/fact-source.js';
import { askAws } from './ask-aws.js';

/** The facts that AWS reports about tenants, by tenant id. */
export interface Live {
  readonly factSources: ReadonlyMap<string, FactSource>;
  /** The tenants about which AWS could not be asked, and temporary states that are not faults. */
  readonly notes: readonly string[];
}

/**
 * Asks AWS about every tenant without an endpoint of its own. Adds a note for each tenant about which AWS can't be
 * asked, for example because the credentials belong to another account.
 *
 * @param names the names of overlays; faulty overlays are skipped, since tenant:check reports them
 */
export async function askForAll(layout: Layout, names: readonly string[]): Promise<Live> {
  const factSources = new Map<string, FactSource>();
  const notes: string[] = [];
  for (const tenant of names.flatMap((name) => tenantsOf(layout, name))) {
    if (tenant.endpoint !== undefined) continue;
    try {
      const answer = await askAws(tenant);
      factSources.set(tenant.id, answer.factSource);
      notes.push(...answer.notes);
    } catch (error) {
      const { name, message } = error as Error;
      notes.push(
        `${tenant.id}: AWS could not be asked (${name}: ${message.split('\n', 1)[0]}); use credentials of account ${tenant.account ?? '?'}`,
      );
    }
  }
  return { factSources, notes };
}

function tenantsOf(layout: Layout, name: string) {
  try {
    return readTenants(new Overlay(name, layout.overlay(name), layout)).tenants?.tenants ?? [];
  } catch {
    return [];
  }
}
