import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHAINED, GOOD, ROLE } from './support/team-d.js';
import { Workspace } from './support/workspace.js';

describe('what is wrong is refused, and nothing is written', () => {
  const cases: [string, string[], string][] = [
    ['no name', GOOD.slice(1), 'NAME is missing'],
    ['a name that is no namespace', ['Team_D', ...GOOD.slice(1)], 'NAME is “Team_D”; it must be a DNS label'],
    ['a path', ['../team-d', ...GOOD.slice(1)], 'it must be a DNS label'],
    [
      'a namespace of the cluster itself',
      ['kube-system', ...GOOD.slice(1)],
      'a namespace of the cluster itself',
    ],
    [
      'a name whose role IAM would refuse',
      ['d'.repeat(57), ...GOOD.slice(1)],
      'of 57 characters; it must have at most 56: Terraform calls a role ddd',
    ],
    [
      'a name whose source role IAM would refuse',
      ['d'.repeat(50), ...GOOD.slice(1), ...CHAINED],
      'of 50 characters; it must have at most 49: Terraform calls a role ddd',
    ],
    [
      'a role with a name that IAM would refuse',
      [...GOOD.slice(0, 6), `arn:aws:iam::555555555555:role/${'r'.repeat(65)}`],
      '--role-arn is “arn:aws:iam::555555555555:role/rrr',
    ],
    [
      'a source role with a name that IAM would refuse',
      [...GOOD, ...CHAINED.slice(0, 3), `arn:aws:iam::111111111111:role/${'r'.repeat(65)}`],
      '--source-role-arn is “arn:aws:iam::111111111111:role/rrr',
    ],
    ['two names', ['team-e', ...GOOD], '“team-d” can’t be read; give one NAME, and options with --'],
    ['no account', ['team-d', ...GOOD.slice(3)], '--account is missing: the twelve digits'],
    [
      'an account that is none',
      [...GOOD.slice(0, 2), '5555', ...GOOD.slice(3)],
      '--account is “5555”; it must be the twelve digits',
    ],
    ['a bucket that is none', [...GOOD.slice(0, 4), 'Team_D', ...GOOD.slice(5)], '--bucket is “Team_D”'],
    [
      'a user for a role',
      [...GOOD.slice(0, 6), 'arn:aws:iam::555555555555:user/d'],
      '--role-arn is “arn:aws:iam::555555555555:user/d”',
    ],
    [
      'a role of another account',
      [...GOOD.slice(0, 6), 'arn:aws:iam::666666666666:role/d'],
      '--role-arn is of account 666666666666, and --account is 555555555555',
    ],
    [
      'a role of another partition',
      [...GOOD, '--region', 'cn-north-1'],
      '--role-arn is of partition aws, and cn-north-1 is in partition aws-cn; correct one of them',
    ],
    [
      'a region that is none',
      [...GOOD, '--region', 'Ireland'],
      '--region is “Ireland”; it must be the bucket’s region',
    ],
    [
      'credentials of no kind',
      [...GOOD, '--credentials', 'static'],
      'it must be irsa, pod-identity or chained',
    ],
    ['a chain without a beginning', [...GOOD, '--credentials', 'chained'], '--source-role-arn is missing'],
    [
      'a chain of one role',
      [...GOOD, '--credentials', 'chained', '--source-role-arn', ROLE],
      '--source-role-arn is the tenant’s role itself',
    ],
    [
      'a source without a chain',
      [...GOOD, ...CHAINED.slice(2)],
      '--source-role-arn needs --credentials chained; add that, or leave the option out',
    ],
    [
      'an external id without a chain',
      [...GOOD, '--external-id', 'abc'],
      '--external-id needs --credentials chained; add that, or leave the option out',
    ],
    [
      'a key in another region',
      [...GOOD, '--kms-key-arn', 'arn:aws:kms:us-east-1:555555555555:key/a'],
      '--kms-key-arn is of us-east-1, and the bucket is of eu-west-1',
    ],
    ['keys from elsewhere', [...GOOD, '--keys', 'https://keys.example'], '--keys is “https://keys.example”'],
    ['no autoscaler', [...GOOD, '--scale', 'vpa'], 'it must be hpa, keda or knative'],
    ['a host that is none', [...GOOD, '--host', 'https://x.example'], '--host is “https://x.example”'],
    ['a host with Knative', [...GOOD, '--host', 'x.example', '--scale', 'knative'], 'exclude each other'],
    [
      'an image that moves',
      [...GOOD, '--image', 'registry.example/presign:latest'],
      '--image registry.example/presign:latest has the tag latest',
    ],
    ['an option that isn’t there', [...GOOD, '--regoin', 'eu-west-1'], '--regoin is not an option'],
    ['an option without a value', [...GOOD, '--region'], '--region needs a value'],
    ['an option twice', [...GOOD, '--bucket', 'other-bucket'], '--bucket is given 2 times'],
    [
      'a file that isn’t there',
      [...GOOD, '--from-terraform-output', 'none.json'],
      'none.json: the file does not exist',
    ],
  ];
  test.each(cases)('%s', async (_, args, words) => {
    const workspace = new Workspace('team-a');
    const { code, out, err } = await workspace.new(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.split('\n').filter((line) => line.startsWith('  - '))).toEqual([
      expect.stringContaining(words),
    ]);
    expect(readdirSync(join(workspace.root, 'overlays'))).toEqual(['team-a']);
  });

  test('all errors at once', async () => {
    const { err } = await new Workspace('team-a').new(
      'Team',
      '--account',
      '1',
      '--regoin',
      'x',
      '--credentials',
      'chained',
      '--bucket',
      '-',
    );
    for (const word of [
      'NAME',
      '--account',
      '--regoin',
      '--role-arn is missing',
      '--source-role-arn is missing',
      '--bucket',
    ]) {
      expect(err).toContain(word);
    }
  });

  test('a folder that can’t be written leaves nothing behind', async () => {
    const workspace = new Workspace('team-a');
    mkdirSync(join(workspace.root, 'overlays/team-d'));
    const { code, err } = await workspace.new(...GOOD);
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('these files differ: kustomization.yaml'),
    });
    expect(readdirSync(join(workspace.root, 'overlays/team-d'))).toEqual([]);
  });

  test('--help', async () => {
    const workspace = new Workspace('team-a');
    expect(await workspace.new('--help')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('--from-terraform-output FILE'),
    });
  });
});
