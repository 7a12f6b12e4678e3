import type { LimitsEntry } from '../entries/limits-entry.js';
import { includes } from '../directory/limit-order.js';
import type { FileNode } from './place.js';

/** Checks that no limit of a team is above the platform’s ceiling. */
export function checkCeilings(limits: FileNode, ceilings: LimitsEntry | undefined): void {
  for (const [name, ceiling] of Object.entries(ceilings ?? {})) checkCeiling(limits.at(name), ceiling);
}

function checkCeiling(limit: FileNode, ceiling: unknown): void {
  if (typeof ceiling === 'number') {
    if (typeof limit.value === 'number' && limit.value > ceiling)
      limit.report(`is above the platform’s ceiling (${ceiling}); lower it, or ask the platform team`);
  } else if (Array.isArray(ceiling)) {
    for (const item of limit.items) {
      if (item.text !== undefined && !includes(ceiling, item.text))
        item.report(`is not among the platform’s ceilings (${ceiling.join(', ')}); remove it`);
    }
  } else if (typeof ceiling === 'object' && ceiling !== null) {
    for (const [name, inner] of Object.entries(ceiling)) checkCeiling(limit.at(name), inner);
  }
}
