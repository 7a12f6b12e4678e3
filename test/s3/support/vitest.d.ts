import type { TargetData } from '../../targets/target.js';
import type { BehaviourReport } from './behaviour.js';

declare module 'vitest' {
  interface ProvidedContext {
    target: TargetData;
  }
  interface TaskMeta {
    behaviour?: BehaviourReport;
  }
}
