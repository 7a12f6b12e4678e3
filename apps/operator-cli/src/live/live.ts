import { readTenants } from '../check/tenants.js';
import type { Layout } from '../kustomize/layout.js';
import { Overlay } from '../kustomize/overlay.js';
import type { FactSource } from '../terraform/fact-source.js';
import { askAws } from './ask-aws.js';

/** What AWS says of tenants, by id. */
export interface Live {
  readonly factSources: ReadonlyMap<string, FactSource>;
  /** Of whom it couldn't be asked, and what is so for a while. */
  readonly notes: readonly string[];
}

/**
 * Asks for every tenant with a role in AWS; where the credentials at hand don't reach, says so.
 *
 * @param names of overlays; what is wrong with them tenant:check says
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
