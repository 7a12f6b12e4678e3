import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, PeerAnswer } from './misbehaving-proxy.js';

// What a peer can do wrong. Behaviours stand before what is right, and can be combined.

export const hangs: Behaviour = () => () => Promise.resolve('hang');

export const cuts: Behaviour = () => () => Promise.resolve('cut');

export const slow =
  (milliseconds: number): Behaviour =>
  (next) =>
  async (request) => {
    await sleep(milliseconds);
    return next(request);
  };

export const answers =
  (answer: PeerAnswer): Behaviour =>
  () =>
  () =>
    Promise.resolve(answer);

/** A 200 that is none of STS's answers. */
export const talksNonsense = answers({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: '<AssumeRoleWithWebIdentityResponse><AssumeRole',
});
