import type { Command } from './command.js';
import { cat } from './commands/cat.js';
import { completion } from './commands/completion.js';
import { cp } from './commands/cp.js';
import { explain } from './commands/explain.js';
import { ls } from './commands/ls.js';
import { rm } from './commands/rm.js';
import { url } from './commands/url.js';

/** All commands, in the order of the list that help prints. */
export const COMMANDS: readonly Command[] = [cp, ls, rm, cat, url, explain, completion(() => COMMANDS)];
