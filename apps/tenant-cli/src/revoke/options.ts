import { parseArgs } from 'node:util';

/** The command line. */
export interface RevokeOptions {
  readonly tenant: string;
  readonly tenantsFile: string | undefined;
  readonly source: boolean;
  /** Milliseconds since the epoch. */
  readonly before: number | undefined;
  readonly lift: boolean;
  readonly early: boolean;
  readonly apply: boolean;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** @returns what is wrong, as text; `undefined` where help is asked for */
export function readOptions(args: readonly string[]): RevokeOptions | string | undefined {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        tenant: text,
        'tenants-file': text,
        source: flag,
        before: text,
        lift: flag,
        early: flag,
        apply: flag,
        help: { ...flag, short: 'h' },
      },
    }));
  } catch (error) {
    return (error as Error).message;
  }
  const { tenant, before, lift = false, early = false, source = false, apply = false } = values;
  if (values.help) return undefined;
  if (!tenant) return '--tenant is missing: whose sessions shall end?';
  if (before !== undefined && (!TIME.test(before) || Number.isNaN(Date.parse(before))))
    return `--before is "${before}"; give a time as 2026-11-24T12:00:00Z`;
  if (lift && before !== undefined) return '--before goes with revoking, not with --lift; leave one out';
  if (early && !lift) return '--early goes with --lift';
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
