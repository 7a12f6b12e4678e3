// The data of a tenant that has no overlay yet.

export const ROLE = 'arn:aws:iam::555555555555:role/team-d-presign';
export const GOOD = ['team-d', '--account', '555555555555', '--bucket', 'team-d-files', '--role-arn', ROLE];
export const CHAINED = [
  '--credentials',
  'chained',
  '--source-role-arn',
  'arn:aws:iam::111111111111:role/team-d-source',
];
