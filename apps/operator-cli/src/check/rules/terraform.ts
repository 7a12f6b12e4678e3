import { compare } from '../../terraform/compare.js';
import { tenantSide } from '../../terraform/tenant-side.js';
import { readInputs, readOutputs } from '../../terraform/terraform-files.js';
import { inSource, type Fault, type SourceRule } from '../fault.js';

/** Tenant file, overlay and cluster against what Terraform was told and made, where that is kept here. */
export const terraform: SourceRule = function* (subject) {
  const { tenants, layout, overlay } = subject;
  for (const [index, tenant] of tenants?.tenants.entries() ?? []) {
    const { inputs: inputsFile, outputs: outputsFile } = layout.terraform(tenant.id);
    const side = tenantSide(subject, tenant, index);
    const [inputs, outputs] = [readInputs(inputsFile), readOutputs(outputsFile)];
    yield* compare({ tenant: side, inputs, outputs, aws: subject.aws.get(tenant.id) }, layout.show);
    const { session = 0, urlLife = 0 } = side.facts;
    if (urlLife > session) {
      const { line } = side.placeOf('urlLife');
      yield fault(
        `URLs of ${urlLife} s are promised (maxExpiresIn), and no session lasts longer than ${session} s: they would die with it; lower it, or raise durationSeconds and max_session_duration`,
        line,
      );
    }
  }

  function fault(message: string, line: number | undefined): Fault {
    return { ...inSource(overlay.tenantFile!, [], message), line };
  }
};
