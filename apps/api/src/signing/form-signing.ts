import { andThen, type MaybePromise, type ObjectKey, type SignedForm } from '#s3-presign';
import type { Constraint } from '../platform/audit/constraint.js';
import { longestLife, type Limits } from '../tenancy/grants/limits.js';
import { signedAnswer, signingEvent, type SigningStamp } from './facts.js';
import type { FormAnswer } from './form.response.js';
import type { Prepared } from './prepared.js';
import type { Target } from './target.js';

/** The parameters of one form to sign, translated into the terms of S3. */
export interface FormSigning {
  readonly expiresIn?: number | undefined;
  readonly minValidity?: number | undefined;
  /** The limits of the target that allow the rest of the request. */
  readonly limits: readonly Limits[];
  /** True if the target's key is only a prefix of the allowed keys. */
  readonly keyIsPrefix: boolean;
  readonly fields: Readonly<Record<string, string>>;
  /** The smallest and the largest size of the file in bytes, both inclusive. */
  readonly contentLengthRange?: readonly [min: number, max: number] | undefined;
  readonly constraints: readonly Constraint[];
}

/** @throws PresignError */
export function signForm(
  target: Target,
  { constraints, limits, ...operation }: FormSigning,
  facts: SigningStamp,
): MaybePromise<Prepared<FormAnswer>> {
  const { tenant, caller } = target.access;
  const signed = tenant
    .signersOf(caller)
    .formSigner.sign({ ...operation, maxExpiresIn: longestLife(limits), key: target.key }, facts.now);
  const named = operation.keyIsPrefix ? withFilename(target) : target;
  return andThen(signed, (form) => answered(named, constraints, form, facts));
}

const answered = (
  target: Target,
  constraints: readonly Constraint[],
  signed: SignedForm,
  facts: SigningStamp,
): Prepared<FormAnswer> => {
  const said = signedAnswer(target, signed, constraints, facts);
  const own = { url: signed.url, method: 'POST', fields: signed.fields } as const;
  return {
    answer: Object.assign(own, said),
    event: signingEvent(target, own.method, signed.accessKeyId, said),
  };
};

/** Appends `${filename}` to the target's key, which S3 replaces with the file's name. */
const withFilename = (target: Target): Target => ({
  ...target,
  name: `${target.name}\${filename}`,
  key: `${target.key}\${filename}` as ObjectKey,
});
