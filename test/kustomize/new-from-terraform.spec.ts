import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROLE } from './support/team-d.js';
import { Workspace } from './support/workspace.js';

/** Returns the output of `terraform output -json` for these values. */
const output = (values: Record<string, unknown>) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { sensitive: false, type: 'string', value }]),
    ),
  );

describe('from Terraform', () => {
  const B = {
    account: '555555555555',
    bucket: 'team-d-files',
    region: 'eu-central-1',
    role_arn: ROLE,
    other: ['x'],
  };

  test('the outputs are all that is needed', async () => {
    const workspace = new Workspace('team-a');
    workspace.write('b.json', output(B));
    expect(await workspace.new('team-d', '--from-terraform-output', 'b.json')).toMatchObject({
      code: 0,
      err: '',
    });
    const tenants = workspace.read('overlays/team-d/tenants.yaml');
    for (const value of ["'555555555555'", 'team-d-files', 'eu-central-1', ROLE])
      expect(tenants).toContain(value);
  });

  test('of both accounts', async () => {
    const workspace = new Workspace('team-a');
    workspace.write('b.json', output({ ...B, external_id: 'abc', credentials: 'chained' }));
    workspace.write('a.json', output({ source_role_arn: 'arn:aws:iam::111111111111:role/source' }));
    const run = await workspace.new(
      'team-d',
      '--from-terraform-output',
      'b.json',
      '--from-terraform-output',
      'a.json',
    );
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(workspace.read('overlays/team-d/service-account.yaml')).toContain(
      'arn:aws:iam::111111111111:role/source',
    );
    expect(workspace.read('overlays/team-d/tenants.yaml')).toContain('externalId: abc');
  });

  test.each([
    [
      'a file and the command line that disagree',
      output(B),
      ['--bucket', 'other-files'],
      'b.json has “team-d-files” for bucket, and --bucket has “other-files”',
    ],
    ['no JSON', 'account = 1', [], 'b.json: isn’t JSON; write the file with terraform output -json'],
    [
      'none of the outputs',
      output({ vpc: 'x' }),
      [],
      'b.json: has none of the outputs account, bucket, role_arn',
    ],
    [
      'an output of another type',
      output({ ...B, bucket: ['a'] }),
      ['--bucket', 'team-d-files'],
      'b.json: output bucket must be a string',
    ],
  ])('%s is refused', async (_, text, args, words) => {
    const workspace = new Workspace('team-a');
    workspace.write('b.json', text);
    const { code, err } = await workspace.new('team-d', '--from-terraform-output', 'b.json', ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(readdirSync(join(workspace.root, 'overlays'))).toEqual(['team-a']);
  });
});
