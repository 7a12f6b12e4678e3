import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

/** Returns why the documentation's site can't be built on this machine, or `undefined` if it can. */
export const whyNoSite = (): string | undefined =>
  existsSync(join(import.meta.dirname, '../../docs/node_modules/vitepress'))
    ? undefined
    : 'no packages of the site (test/peers/docs-site/install.sh installs them)';
