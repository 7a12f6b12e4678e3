import type { Command } from './command.js';
import { clusterPreflight } from './commands/cluster-preflight/command.js';
import { clusterRender } from './commands/cluster-render/command.js';
import { sealingRotate } from './commands/sealing-rotate/command.js';
import { sealingStatus } from './commands/sealing-status/command.js';
import { signingsTrace } from './commands/signings-trace/command.js';
import { tenantCheck } from './commands/tenant-check/command.js';
import { tenantFileCheck } from './commands/tenant-file-check/command.js';
import { tenantFileSplit } from './commands/tenant-file-split/command.js';
import { tenantNew } from './commands/tenant-new/command.js';
import { tenantPrune } from './commands/tenant-prune/command.js';
import { tenantRevoke } from './commands/tenant-revoke/command.js';
import { tenantShards } from './commands/tenant-shards/command.js';
import { tenantUpgrade } from './commands/tenant-upgrade/command.js';
import { testAws } from './commands/test-aws/command.js';

/** All commands, in the order of the list that help prints. A new command needs one entry here and one npm script. */
export const COMMANDS: readonly Command[] = [
  clusterRender,
  clusterPreflight,
  tenantNew,
  tenantCheck,
  tenantFileCheck,
  tenantFileSplit,
  tenantShards,
  tenantUpgrade,
  tenantPrune,
  tenantRevoke,
  sealingRotate,
  sealingStatus,
  signingsTrace,
  testAws,
];
