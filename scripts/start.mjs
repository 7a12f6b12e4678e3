import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// `npm start`: builds where something changed, then runs in this very process, so that signals meet it.
if (!isBuilt()) build();
await import('../dist/bundle/local.mjs');
