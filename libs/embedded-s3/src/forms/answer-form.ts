import type { FastifyReply } from 'fastify';
import { XML_TYPE, document, element } from '../answers/xml.js';
import type { Place } from '../gate/locate.js';

/**
 * Answers a form as S3 does: S3 Developer Guide, "POST Object", success_action_status. `Location` encodes the slashes
 * of a key too, as observed with S3.
 *
 * @param origin the origin of the request's URL, with the path up to the key
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
