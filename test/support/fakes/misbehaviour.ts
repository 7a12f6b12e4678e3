import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, PeerAnswer } from './misbehaving-proxy.js';

// The faulty behaviours of a peer. They come before a correct peer, and can be combined.

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

/** Answers 200 with a body that is no answer of STS. */
export const talksNonsense = answers({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: '<AssumeRoleWithWebIdentityResponse><AssumeRole',
});
