import { TransferError } from '#client/browser';
import { find, make, makeButton } from './dom.js';

/** The parts of the page that show their own errors, below what was done. */
export type Area = 'access' | 'upload' | 'objects' | 'sign';

/** Shows an error with the message of the API or of S3, its code and its request, until it is dismissed. */
export function showProblem(area: Area, problem: unknown): void {
  const place = placeOf(area);
  const dismiss = makeButton('Dismiss', `Dismiss the error in ${area}`, () => hideProblem(area));
  place.replaceChildren(make('p', {}, messageOf(problem)), ...factsOf(problem), dismiss);
}

export const hideProblem = (area: Area): void => placeOf(area).replaceChildren();

/** Runs the work that a click or a form starts, and shows its error. */
export function run(area: Area, work: () => Promise<unknown>): void {
  hideProblem(area);
  work().catch((problem: unknown) => showProblem(area, problem));
}

export const messageOf = (problem: unknown): string =>
  problem instanceof Error ? problem.message : String(problem);

const placeOf = (area: Area): HTMLElement => find(`#${area} .problem`, HTMLElement);

function factsOf(problem: unknown): HTMLElement[] {
  if (!(problem instanceof TransferError)) return [];
  const { code, status, requestId } = problem;
  const facts = [
    code,
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ];
  return [make('small', {}, facts.join(', '))];
}
