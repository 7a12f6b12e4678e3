import './require-node.mjs';
import { build, isBuilt } from './build.mjs';

const { HELP, OptionError, readOptions } = await import('../apps/local/src/options.ts');

// `npm start`: builds the product if the sources have changed, and then runs it in the same process, so that signals
// reach it.
if (optionsOf().help) process.stdout.write(HELP);
else {
  if (!isBuilt()) build();
  await import('../dist/bundle/local.mjs');
}

/** Reads the options before the build, so that an invalid one is reported at once. */
function optionsOf() {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
