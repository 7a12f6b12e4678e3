import { traceCommand } from './command.js';

/** `npm run signings:trace` */
process.exitCode = await traceCommand(process.argv.slice(2), {
  stdin: process.stdin,
  from: process.env['INIT_CWD'] ?? '.',
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
