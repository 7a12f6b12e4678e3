/** The result of a check. `skipped`: the cluster's overlays don't need it, or a check that it depends on failed. */
export type Status = 'ok' | 'failed' | 'warning' | 'skipped';

/** One check of a cluster. */
export interface Finding {
  /** A stable name, for programs. */
  readonly check: string;
  readonly status: Status;
  readonly detail: string;
  /** What to do, if something failed. */
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

/** Formats the findings for people: a line for each check, and below a failed one what to do. */
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
