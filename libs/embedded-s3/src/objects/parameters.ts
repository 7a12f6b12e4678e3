import { invalidArgument } from '../answers/s3-error.js';

/** Reads a query parameter that is an integer. @throws S3Error `InvalidArgument` */
export function integerParameter(
  parameters: ReadonlyMap<string, string>,
  name: string,
  absent: number,
): number {
  const text = parameters.get(name) ?? String(absent);
  if (!/^\d{1,9}$/.test(text))
    throw invalidArgument(`Provided ${name} not an integer or within integer range`);
  return Number(text);
}
