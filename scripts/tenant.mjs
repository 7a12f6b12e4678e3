import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// `npm run tenant:new`, `tenant:check`, `tenant:revoke` and `sealing:rotate`.
if (!isBuilt()) build();
const { run } = await import('../dist/apps/tenant-cli/src/main.js');
const [command, ...args] = process.argv.slice(2);
process.exitCode = await run(command, args);
