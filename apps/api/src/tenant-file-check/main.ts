import { checkTenantFiles } from './check.js';

/** `npm run tenant-file:check` */
const { exitCode, stdout, stderr } = await checkTenantFiles(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
