/**
 * The result of a check. `skipped` means that the cluster's overlays don't need it, or that a check on which it depends
 * failed.
 */
export type Status = 'ok' | 'failed' | 'warning' | 'skipped';

/** The finding of one check of a cluster. */
export interface Finding {
  /** A stable name, for programs. */
  readonly check: string;
  readonly status: Status;
  readonly detail: string;
  /** How to fix the failure, if the check failed. */
  readonly fix?: string | undefined;
}

export const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail });
export const skipped = (check: string, detail: string): Finding => ({ check, status: 'skipped', detail });
export const failed = (check: string, detail: string, fix: string): Finding => ({
  check,
  status: 'failed',
  detail,
  fix,
});
export const warning = (check: string, detail: string, fix: string): Finding => ({
  check,
  status: 'warning',
  detail,
  fix,
});

/** Formats the findings for people: one line for each check, and below a failed check its fix. */
export const asText = (findings: readonly Finding[]): string =>
  findings
    .map(({ check, status, detail, fix }) => {
      const line = `${MARKS[status].padEnd(8)}${check.padEnd(22)} ${detail}\n`;
      return fix === undefined ? line : `${line}${' '.repeat(8)}${' '.repeat(22)} → ${fix}\n`;
    })
    .join('');

const MARKS: Readonly<Record<Status, string>> = {
  ok: 'ok',
  failed: 'FAILED',
  warning: 'warning',
  skipped: 'skipped',
};
