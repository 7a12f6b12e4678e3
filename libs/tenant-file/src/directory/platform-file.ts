import { Matches } from 'class-validator';
import { Nested, Optional } from '#validation';
import { List, NestedList } from '../entries/decorators.js';
import { LimitsEntry } from '../entries/limits-entry.js';
import { ROLE_ARN } from '../entries/patterns.js';
import { FileOfIssuers, TenantEnvelope } from '../tenant-file.js';

/** The settings that the platform makes for a tenant. */
export class EnvelopeEntry extends TenantEnvelope {
  /** Upper bounds of the team’s own limits. A limit that the team leaves out is the ceiling. */
  @Optional()
  @Nested(() => LimitsEntry, 'must be an object, such as { maxExpiresIn: 3600 }')
  ceilings?: LimitsEntry;
}

/** `platform.yaml`: what no team may decide, since a pod can assume every tenant’s role. */
export class PlatformFile extends FileOfIssuers {
  /** Roles that several tenants use on purpose. Without it, each role is one tenant’s. */
  @Optional()
  @List({ of: 'ARNs of roles' })
  @Matches(ROLE_ARN, {
    each: true,
    message: 'must be the ARN of a role, such as arn:aws:iam::222222222222:role/team-a-presign',
  })
  sharedRoles?: string[];

  /** The tenants that are served. Each has a file `ID.tenant.yaml` of its own. */
  @NestedList(
    () => EnvelopeEntry,
    { of: 'tenants, each beginning with "- id: …"', empty: 'name a tenant' },
    'must be an object with id, issuers, bucket, region and credentials',
  )
  tenants!: EnvelopeEntry[];
}
