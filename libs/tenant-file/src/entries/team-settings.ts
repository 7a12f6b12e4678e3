import { applyDecorators } from '@nestjs/common';
import { Nested, Optional } from '#validation';
import { CorsEntry } from './cors-entry.js';
import { NestedList } from './decorators.js';
import { GrantEntry } from './grant-entry.js';
import { LimitsEntry } from './limits-entry.js';

// The settings that a team decides. The tenant file and the team’s own file have the same rules.

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
