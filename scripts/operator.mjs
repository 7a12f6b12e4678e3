import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// The operator's commands, such as `npm run tenant:new`; docs/operator-cli.md lists them.
if (!isBuilt()) build();
await import('../dist/apps/operator-cli/src/main.js');
