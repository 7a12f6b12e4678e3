import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

// `npm run presign -- cp FILE team-a:/KEY`: docs/presign-cli.md. Paths start from the folder in which npm was called.
if (!isBuilt()) build();
process.chdir(process.env.INIT_CWD ?? '.');
await import('../dist/presign/presign.mjs');
