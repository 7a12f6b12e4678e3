import type { FactSource } from '../../terraform/fact-source.js';
import { compare } from '../../terraform/compare.js';
import { tenantSide } from '../../terraform/tenant-side.js';
import { readInputs, readOutputs } from '../../terraform/terraform-files.js';
import { seenFrom } from '../../terraform/ways.js';
import type { SourceRule } from '../fault.js';

/**
 * Returns facts of AWS for comparison without Terraform's outputs. If the role has several statements of trust, their
 * number is the fact, since a second way to the role is unwanted unless Terraform names it.
 */
const sole = (aws: FactSource | undefined): FactSource | undefined =>
  aws?.ways && aws.ways.length > 1
    ? {
        ...aws,
        ways: [],
        facts: { ...aws.facts, credentials: `${aws.ways.length} statements of trust` },
      }
    : aws;

/**
 * Compares tenant file, overlay and cluster with Terraform's inputs and outputs, if these are kept in the repository.
 */
export const terraform: SourceRule = function* (subject) {
  const { tenants, layout } = subject;
  for (const [index, tenant] of tenants?.tenants.entries() ?? []) {
    const { inputs: inputsFile, outputs: outputsFile } = layout.terraform(tenant.id);
    const side = tenantSide(subject, tenant, index);
    const [inputs, outputs] = [readInputs(inputsFile), readOutputs(outputsFile)];
    const seen = (source: FactSource | undefined) => seenFrom(side.facts, source);
    const aws = subject.aws.get(tenant.id);
    yield* compare(
      { tenant: side, inputs: seen(inputs), outputs: seen(outputs), aws: seen(outputs ? aws : sole(aws)) },
      layout.show,
    );
    const { session = 0, urlLife = 0 } = side.facts;
    if (urlLife > session) {
      yield {
        ...side.placeOf('urlLife'),
        message: `maxExpiresIn allows URLs of ${urlLife} s, and no session lasts longer than ${session} s, after which its URLs stop working; lower maxExpiresIn, or raise durationSeconds and max_session_duration`,
      };
    }
  }
};
