import type { FastifyReply } from 'fastify';
import { XML_TYPE, document, element } from '../answers/xml.js';
import type { Place } from '../gate/locate.js';

/**
 * What S3 answers to a form. S3 Developer Guide, "POST Object", success_action_status; that `Location` encodes also the
 * slashes of a key is as S3 was seen to do it.
 *
 * @param origin of the request's URL with what stands before the key
 */
export function answerForm(
  reply: FastifyReply,
  { bucket, key }: Place,
  origin: string,
  status: number,
): void {
  const location = `${origin}/${encodeURIComponent(key)}`;
  const etag = String(reply.getHeader('etag'));
  void reply.status(status).header('location', location);
  if (status !== 201) return void reply.send();
  const elements = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  const xml = document(
    element(
      'PostResponse',
      Object.entries(elements).map(([name, text]) => element(name, text)),
    ),
  );
  void reply.type(XML_TYPE).send(xml);
}
