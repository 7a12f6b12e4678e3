import { applyDecorators } from '@nestjs/common';
import { Nested, Optional } from '#validation';
import { CorsEntry } from './cors-entry.js';
import { NestedList } from './decorators.js';
import { GrantEntry } from './grant-entry.js';
import { LimitsEntry } from './limits-entry.js';

// What a team decides of itself: the same rules in the tenant file and in the team’s own.

export const Limits = (): PropertyDecorator =>
  applyDecorators(
    Optional(),
    Nested(() => LimitsEntry, 'must be an object, such as { maxExpiresIn: 3600 }'),
  );

export const Cors = (): PropertyDecorator =>
  applyDecorators(
    Optional(),
    Nested(() => CorsEntry, 'must be an object, such as { origins: [https://app.example] }'),
  );

export const Grants = (): PropertyDecorator =>
  NestedList(
    () => GrantEntry,
    { of: 'grants' },
    'must be an object with actions and prefixes, such as { actions: [download], prefixes: [shared/] }',
  );
