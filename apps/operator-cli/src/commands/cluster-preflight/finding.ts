/** What a check came to. `skipped`: nothing of the cluster's overlays needs it, or what it rests on failed. */
export type Status = 'ok' | 'failed' | 'warning' | 'skipped';

/** One check of a cluster. */
export interface Finding {
  /** A stable name, for programs. */
  readonly check: string;
  readonly status: Status;
  readonly detail: string;
  /** What to do; where something failed. */
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

/** As people read it: one line for each check, and what to do below those that failed. */
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
