import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// `npm run presign -- cp FILE team-a:/KEY`: see docs/presign-cli.md. Relative paths start from the folder in which npm
// was called.
if (!isBuilt()) build();
process.chdir(process.env.INIT_CWD ?? '.');
await import('../dist/presign/presign.mjs');
