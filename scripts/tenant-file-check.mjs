import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// `npm run tenant-file:check -- FILE…`: builds where something changed, then checks as the service would.
if (!isBuilt()) build();
process.chdir(process.env.INIT_CWD ?? '.'); // npm runs scripts in the package's folder; FILE is named from the caller's
await import('../dist/apps/api/src/tenant-file-check/main.js');
