import { hash } from 'node:crypto';
import {
  subjectSessionName,
  type BucketFormSigner,
  type BucketPresigner,
  type SharedCredentials,
} from '#s3-presign';
import type { Caller } from '../../platform/caller.js';
import type { Grants } from '../grants/grants.js';
import { sessionPolicy, type PolicyTerms, type SessionPolicy } from './session-policy.js';
import type { Subject, SubjectSession, SubjectSessions } from './subject-sessions.js';

/** The signers of URLs and forms, with the credentials that they use. */
export interface Signers {
  readonly credentials: SharedCredentials;
  readonly presigner: BucketPresigner;
  readonly formSigner: BucketFormSigner;
}

/** The session data of a caller, computed once per verified token. */
interface Known {
  readonly key: string;
  readonly subject: Subject;
  readonly policy: SessionPolicy;
  session: SubjectSession;
  signers: Signers;
}

/** Signs for each subject with the subject's own session, by the grants of one tenant entry. */
export class SubjectSigners {
  readonly #known = new WeakMap<Caller, Known>();

  /** @param signersWith creates signers for the tenant's bucket and limits */
  constructor(
    private readonly sessions: SubjectSessions,
    private readonly grants: Grants,
    private readonly terms: PolicyTerms,
    private readonly signersWith: (credentials: SharedCredentials) => Signers,
  ) {}

  of(caller: Caller): Signers {
    let known = this.#known.get(caller);
    if (!known) this.#known.set(caller, (known = this.#find(caller)));
    const session = this.sessions.of(known.key, known.subject, known.policy); // a new one if it was evicted
    if (session !== known.session) {
      known.session = session;
      known.signers = this.signersWith(session.credentials);
    }
    return known.signers;
  }

  #find(caller: Caller): Known {
    const policy = sessionPolicy(this.terms, (action) => this.grants.prefixes(caller, action));
    const sessionName = subjectSessionName(caller.issuer, caller.subject);
    const subject = { issuer: caller.issuer, subject: caller.subject, sessionName };
    const key = `${sessionName} ${hash('sha256', policy.policy, 'base64url')}`;
    const session = this.sessions.of(key, subject, policy);
    return { key, subject, policy, session, signers: this.signersWith(session.credentials) };
  }
}
