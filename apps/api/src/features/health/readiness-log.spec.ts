import { describe, expect, it } from 'vitest';
import type { Health } from './health.service.js';
import { ReadinessLog } from './readiness-log.js';

describe('ReadinessLog', () => {
  it('tells each change once, with the reasons', () => {
    const lines: unknown[] = [];
    let health: Health = { status: 'down', reasons: ['not proven'] };
    const readiness = new ReadinessLog(
      { ready: () => health },
      {
        notice: (message) => lines.push([message]),
        warning: (message, fields) => lines.push([message, fields]),
      },
    );
    const become = (next: Health) => {
      health = next;
      readiness.look();
      readiness.look();
    };
    become(health);
    become({ status: 'down', reasons: ['denied'] });
    become({ status: 'up', reasons: [] });
    become({ status: 'down', reasons: ['expired'] });
    expect(lines).toEqual([
      ['not ready', { reasons: ['not proven'] }],
      ['not ready', { reasons: ['denied'] }],
      ['ready'],
      ['not ready', { reasons: ['expired'] }],
    ]);
  });
});
