import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from './workspace.js';

const TENANTS = 'infra/terraform/tenants';

/** A copy of one overlay, and of Terraform's inputs and outputs for its tenant. */
export class DriftWorkspace extends Workspace {
  constructor(overlay: string) {
    super(overlay);
    const source = join(import.meta.dirname, '../../..', TENANTS);
    cpSync(source, join(this.root, TENANTS), { recursive: true });
  }
}
