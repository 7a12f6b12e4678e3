import { expect, it } from 'vitest';
import { formFields } from './form-fields.js';

it('calls constraints as the form fields of S3', () => {
  expect(
    formFields({
      contentType: 'image/png',
      checksum: { algorithm: 'SHA256', value: 'AAAA' },
      metadata: { origin: 'web' },
      encryption: { type: 'sse-kms', keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1' },
      tags: { class: 'report', 'a<b': '&' },
      successStatus: 201,
    }),
  ).toEqual({
    'Content-Type': 'image/png',
    'x-amz-checksum-algorithm': 'SHA256',
    'x-amz-checksum-sha256': 'AAAA',
    'x-amz-meta-origin': 'web',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:111111111111:key/1',
    tagging:
      '<Tagging><TagSet><Tag><Key>class</Key><Value>report</Value></Tag><Tag><Key>a&#60;b</Key><Value>&#38;</Value></Tag></TagSet></Tagging>',
    success_action_status: '201',
  });
});

it('asks for nothing where nothing is asked', () => {
  expect(formFields({})).toEqual({});
});
