import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// `npm run signings:trace`.
if (!isBuilt()) build();
await import('../dist/apps/signings-trace/src/main.js');
