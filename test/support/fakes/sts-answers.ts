import { randomUUID } from 'node:crypto';
import type { PeerAnswer } from './misbehaving-proxy.js';

// This file makes answers in the form of AWS's STS: STS API Reference, "Common Errors" and the errors of each action.

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

const xml = (status: number, body: string): PeerAnswer => {
  const requestId = randomUUID();
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: body.replace('REQUEST_ID', requestId),
  };
};

export const refusal = (status: number, code: string, message: string): PeerAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
      `<RequestId>REQUEST_ID</RequestId></ErrorResponse>`,
  );

export const ACCESS_DENIED = refusal(
  403,
  'AccessDenied',
  'Not authorized to perform sts:AssumeRoleWithWebIdentity',
);
export const EXPIRED_TOKEN = refusal(
  400,
  'ExpiredTokenException',
  'Token expired: current date/time must be before the expiration date/time',
);
export const INVALID_TOKEN = refusal(
  400,
  'InvalidIdentityToken',
  'No OpenIDConnect provider found in your account',
);
export const IDP_UNREACHABLE = refusal(
  400,
  'IDPCommunicationError',
  'The identity provider can’t be reached',
);
export const THROTTLING = refusal(400, 'Throttling', 'Rate exceeded');
export const SERVICE_UNAVAILABLE = refusal(
  503,
  'ServiceUnavailable',
  'The request has failed due to a temporary failure of the server.',
);

/** Returns the answer to GetCallerIdentity. @param arn `arn:aws:sts::222222222222:assumed-role/NAME/SESSION` */
export const callerIdentity = (arn: string): PeerAnswer =>
  xml(
    200,
    `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult><Arn>${arn}</Arn>` +
      `<UserId>AROAEXAMPLE:session</UserId><Account>${arn.split(':')[4]}</Account></GetCallerIdentityResult>` +
      `<ResponseMetadata><RequestId>REQUEST_ID</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
