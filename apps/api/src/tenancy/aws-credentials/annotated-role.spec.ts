import { describe, expect, it } from 'vitest';
import { annotationError } from './annotated-role.js';

const role = (name: string) => `arn:aws:iam::222222222222:role/${name}`;
const web = { type: 'web-identity', roleArn: role('team-a') } as const;
const chained = { type: 'assume-role', roleArn: role('team-b'), source: web } as const;

describe('annotationError', () => {
  it('names both roles where they differ', () => {
    for (const credentials of [web, chained]) {
      const error = annotationError(credentials, role('other'));
      expect(error).toContain(`annotated with ${role('other')}, but the tenant file names ${role('team-a')}`);
    }
  });

  it('is content with the same role, and where nothing is annotated or no annotation counts', () => {
    expect(annotationError(web, role('team-a'))).toBeUndefined();
    expect(annotationError(chained, role('team-a'))).toBeUndefined();
    expect(annotationError(web, '')).toBeUndefined();
    expect(annotationError({ type: 'container', roleArn: role('team-a') }, role('other'))).toBeUndefined();
  });
});
