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

/** Its clock is ahead of everybody's by so much, as its `Date` headers show (RFC 9110 §6.6.1). */
export const clockAheadBy =
  (seconds: number): Behaviour =>
  (next) =>
  async (request) => {
    const answer = await next(request);
    if (typeof answer === 'string') return answer;
    const date = new Date(Date.now() + seconds * 1000).toUTCString();
    return { ...answer, headers: { ...answer.headers, date } };
  };

/** Only the first so many requests; then it does right. */
export const onlyFirst =
  (count: number, behaviour: Behaviour): Behaviour =>
  (next) => {
    const misbehaving = behaviour(next);
    return (request) => (count-- > 0 ? misbehaving(request) : next(request));
  };
