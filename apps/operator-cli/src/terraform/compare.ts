import type { Fault } from '../check/fault.js';
import { words } from '../kustomize/data.js';
import { RULES, disagree, type FactName } from './facts.js';
import type { FactSource } from './fact-source.js';

/** The sources of facts about a tenant: its own side, Terraform's inputs and outputs, and AWS. */
export interface FactSources {
  readonly tenant: FactSource;
  readonly inputs: FactSource | undefined;
  readonly outputs: FactSource | undefined;
  readonly aws: FactSource | undefined;
}

/**
 * Yields one fault for each fact on which the sources disagree. The fault's place is in the source that all others
 * contradict; if there is none, in the first contradicted source.
 *
 * @param show returns a path as messages show it
 */
export function* compare(factSources: FactSources, show: (file: string) => string): Iterable<Fault> {
  for (const fact of Object.keys(RULES) as FactName[]) {
    const speaking = [factSources.tenant, factSources.inputs, factSources.outputs, factSources.aws].filter(
      (each) => each?.facts[fact] !== undefined,
    ) as FactSource[];
    const odd = oddOneOut(fact, speaking, factSources);
    if (!odd) continue;
    const others = speaking.filter((each) => each !== odd);
    const place = odd.placeOf(fact);
    const said = others.map((each) => `${there(each, fact, show)} ${saying(fact, odd, each)}`).join(', ');
    const { what, why } = RULES[fact];
    yield {
      ...place,
      message: `${what} is ${words(odd.facts[fact])} according to ${odd.called}, and ${said}: ${why}; ${fix(odd, factSources)}`,
    };
  }
}

/** Returns the source that all others contradict; `undefined` if there is none. */
function oddOneOut(
  fact: FactName,
  speaking: readonly FactSource[],
  { tenant }: FactSources,
): FactSource | undefined {
  const contradicts = (one: FactSource, other: FactSource): boolean =>
    one === tenant
      ? disagree(fact, one.facts, other.facts)
      : other === tenant
        ? disagree(fact, other.facts, one.facts)
        : words(one.facts[fact]) !== words(other.facts[fact]);
  const contradicted = speaking.filter((one) =>
    speaking.some((other) => other !== one && contradicts(one, other)),
  );
  return (
    contradicted.findLast(
      (one) => speaking.length > 2 && speaking.every((other) => other === one || contradicts(one, other)),
    ) ?? contradicted[0]
  );
}

function there(factSource: FactSource, fact: FactName, show: (file: string) => string): string {
  const { file, line } = factSource.placeOf(fact);
  return `${show(file)}${line === undefined ? '' : `:${line}`}`;
}

/** Returns what another source says about a fact. For lists, returns only the differences. */
function saying(fact: FactName, odd: FactSource, other: FactSource): string {
  const [mine, theirs] = [odd.facts[fact], other.facts[fact]];
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return `has ${words(theirs)}`;
  const missing = theirs.filter((each) => !mine.includes(each));
  const besides = mine.filter((each) => !theirs.includes(each));
  if (missing.length + besides.length === 0) return 'has the same';
  return [
    ...(missing.length > 0 ? [`also has “${missing.join('”, “')}”`] : []),
    ...(besides.length > 0 ? [`lacks “${besides.join('”, “')}”`] : []),
  ].join(' and ');
}

function fix(odd: FactSource, { inputs, outputs, aws }: FactSources): string {
  if (odd === outputs)
    return 'run terraform apply with these inputs, and save its output with terraform output -json';
  if (odd === aws) return 'AWS was changed by hand: run terraform apply';
  if (odd === inputs) return 'change it back, or change the tenant’s side too and run terraform apply';
  return 'change it back, or change Terraform’s inputs too and run terraform apply';
}
