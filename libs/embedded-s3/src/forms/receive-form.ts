import { UNSIGNED_PAYLOAD } from '#s3-presign';
import type { IncomingHttpHeaders } from 'node:http';
import { receiveBody, type ReceivedBody } from '../body/receive-body.js';
import { checkRequestHeaders } from '../gate/request-headers.js';
import type { Admitted, Gate } from '../gate/gate.js';
import { putHeaders } from './put-headers.js';
import { readForm } from './read-form.js';

export interface ReceivedForm extends ReceivedBody {
  readonly admitted: Admitted;
}

/**
 * Converts a form to the upload that it requests: reads it, checks it against its policy, and verifies the digests of
 * its file.
 *
 * @param admitted the result of the gate, which knows only the bucket
 * @throws S3Error, VerificationError
 */
export async function receiveForm(
  { host, origin, 'content-type': contentType = '' }: IncomingHttpHeaders,
  raw: Buffer,
  admitted: Admitted,
  gate: Gate,
): Promise<ReceivedForm> {
  const form = await readForm(contentType, raw);
  const place = gate.admitForm(admitted.bucket, form);
  const headers = putHeaders(form.fields);
  checkRequestHeaders('PutObject', Object.keys(headers));
  const received = await receiveBody({ ...headers, host, origin }, form.file, UNSIGNED_PAYLOAD);
  const successStatus = statusOf(form.fields.get('success_action_status'));
  return { ...received, admitted: { ...admitted, ...place, successStatus } };
}

/**
 * Returns the status for `success_action_status`: "If the value is not set or is not valid, Amazon S3 returns an empty
 * document with a 204 status code."
 */
const statusOf = (text: string | undefined): number =>
  text === '200' || text === '201' ? Number(text) : 204;
