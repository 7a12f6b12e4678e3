import { parseArgs } from 'node:util';
import { UsageError } from '../../command.js';

/** The options of the command line. */
export interface RevokeOptions {
  readonly tenant: string;
  readonly tenantsFile: string | undefined;
  readonly source: boolean;
  /** The time before which issued sessions are revoked, in milliseconds since the epoch. */
  readonly before: number | undefined;
  readonly lift: boolean;
  readonly early: boolean;
  readonly apply: boolean;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Reads the options. @throws UsageError, or what `parseArgs` throws */
export function readOptions(args: readonly string[]): RevokeOptions {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      tenant: text,
      'tenants-file': text,
      source: flag,
      before: text,
      lift: flag,
      early: flag,
      apply: flag,
    },
  });
  const { tenant, before, lift, early, source, apply } = values;
  if (!tenant)
    throw new UsageError('--tenant is missing; give the id of the tenant whose sessions you revoke');
  if (before !== undefined && (!TIME.test(before) || Number.isNaN(Date.parse(before))))
    throw new UsageError(`--before is "${before}"; give a time such as 2026-11-24T12:00:00Z`);
  if (lift && before !== undefined)
    throw new UsageError('--before and --lift exclude each other; leave one out');
  if (early && !lift) throw new UsageError('--early needs --lift; add it, or leave --early out');
  return {
    tenant,
    tenantsFile: values['tenants-file'],
    source,
    before: before === undefined ? undefined : Date.parse(before),
    lift,
    early,
    apply,
  };
}
