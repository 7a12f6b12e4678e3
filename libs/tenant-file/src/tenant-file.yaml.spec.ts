import { describe, expect, it } from 'vitest';
import {
  EXAMPLE,
  edited,
  lineOf,
  errorsIn,
  type Edit,
} from '../../../test/support/generators/tenant-file.js';

// These specs check how YAML errors are reported.

describe('a file that isn’t one', () => {
  it.each([
    ['empty', '', /^1:  is empty; begin with "version: 1"/],
    ['only comments', '# tenants\n', /^1:  is empty/],
    ['null', '~\n', /^1:  is empty/],
    ['a list', '- version: 1\n', /^1:  must be an object with version/],
    ['a text', 'version 1\n', /^1:  must be an object with version/],
    ['a merge of nothing', `<<: ${EXAMPLE}`, /^1:  has a merge key/],
    ['nothing before a second document', `---\n---\n${EXAMPLE}`, /^2:  contains a second document/],
  ])('%s', (_, text, says) => {
    const errors = errorsIn(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(says);
  });
});

// prettier-ignore
it.each<readonly [what: string, edit: Edit, marker: string, says: RegExp]>([
  ['a tab', ['    keys: strict', '\tkeys: strict'], 'keys: strict', /is indented by a tab; use spaces/],
  ['too little indentation', ['    keys: strict', '   keys: strict'], 'keys: strict', /is not YAML: .*; add it, or put text/],
  ['too much', ['    keys: strict', '     keys: strict'], 'keys: strict', /is not YAML: .*; correct the indentation/],
  ['a claim without quotes', ['[shared/]', '[users/${sub}/]'], '[users/', /is not YAML: .*put prefixes with "\$\{…\}" in quotes/],
  ['an open list', ['[download, list]', '[download, list'], '        prefixes: [shared/]', /is not YAML/],
  ['an open quote', ["account: '222222222222'", "account: '222222222222"], 'account: ', /is not YAML: Missing closing/],
  ['no colon', ['keys: strict', 'keys strict'], 'keys strict', /is not YAML: .*between the name and its value/],
  ['a colon in a text', ['keys: strict', 'keys: strict: yes'], 'keys: strict: yes', /is not YAML: .*in quotes/],
  ['an escape of nothing', ['keys: strict', 'keys: "\\strict"'], 'keys: "', /is not YAML: .* begins an escape.*; use single quotes/],
  ['a tag of nothing', ['keys: strict', 'keys: !a!b x'], 'keys: !a', /is not YAML: .* is a tag/],
])('%s is one error', (_, edit, marker, says) => {
  const text = edited(edit);
  const errors = errorsIn(text);
  expect(errors).toEqual([expect.stringContaining(`${lineOf(marker, text)}:  `)]);
  expect(errors[0]).toMatch(says);
});

// prettier-ignore
it.each<readonly [what: string, edit: Edit, marker: string, path: string, says: RegExp]>([
  ['a setting twice', ['region: eu-west-1', 'region: eu-west-1\n    region: eu-west-2'], 'region: eu-west-2', 'tenants[0].region', /is set here twice/],
  ['an account twice', ['region: eu-west-1', 'region: eu-west-1\n    account: "444444444444"'], '444444444444', 'tenants[0].account', /is set here twice/],
  ['a claim twice', ['/groups: editors', '/groups: editors\n          /groups: writers'], 'writers', 'tenants[0].grants[1].where["/groups"]', /is set here twice/],
  ['"*" without quotes', ['- https://app.example', '- *'], '- *', 'tenants[0].cors.origins[0]', /which makes it an alias, and no anchor before it has this name; put text in quotes/],
  ['an alias of nothing', ['keys: strict', 'keys: *keys'], '*keys', 'tenants[0].keys', /which makes it an alias, and no anchor/],
  ['an alias of itself', ['    limits:', '    limits: &limits'], 'limits: &limits', 'tenants[0].limits.contentTypes', /alias/],
  ['a tag', ['keys: strict', 'keys: !env KEYS'], '!env', 'tenants[0].keys', /which makes it a tag, and tags are not supported here/],
  ['a name of JavaScript’s', ['/groups: editors', '__proto__: editors'], '__proto__', 'tenants[0].grants[1].where["__proto__"]', /can’t be a name/],
  ['an empty item', ['  - id: team-b', '  -\n  - id: team-b'], '  -\n', 'tenants[1]', /is empty; it must be an object/],
  ['a text for an object', ['  - id: team-b', '  - team-z\n  - id: team-b'], 'team-z', 'tenants[1]', /must be an object/],
  ['a list for an object', ['  - id: team-b', '  - - id: team-z\n  - id: team-b'], 'team-z', 'tenants[1]', /must be an object/],
])('%s is one error, and the rest is checked', (_, edit, marker, path, says) => {
  const text = edited(edit, ['maxUploadBytes: 5368709120', 'maxUploadBytes: 5G']).replace(
    /&limits([^]*?)contentTypes:\n.*\n.*\n/,
    '&limits$1contentTypes: *limits\n',
  );
  const errors = errorsIn(text).filter((error) => !error.includes('maxUploadBytes'));
  const line = path.endsWith('contentTypes') ? lineOf('*limits', text) : lineOf(marker, text);
  expect(errors).toEqual([expect.stringContaining(`${line}: ${path} `)]);
  expect(errors[0]).toMatch(says);
  expect(errorsIn(text)).toHaveLength(2);
});

describe('an alias', () => {
  const shared: Edit[] = [
    ['    limits:\n', '    limits: &limits\n'],
    ['    forcePathStyle: true\n', '    forcePathStyle: true\n    limits: *limits\n'],
  ];

  it('may repeat what stands elsewhere', () => expect(errorsIn(edited(...shared))).toEqual([]));

  it('repeats no error', () => {
    const text = edited(...shared, ['maxExpiresIn: 3600', 'maxExpiresIn: 1h']);
    const line = lineOf('maxExpiresIn', text);
    expect(errorsIn(text)).toEqual([expect.stringContaining(`${line}: tenants[0].limits.maxExpiresIn `)]);
  });

  it('may be merged', () => {
    const merged = shared.map(([from, to]): Edit => [
      from,
      to.replace('limits: *limits', 'limits: { <<: *limits, maxExpiresIn: 900 }'),
    ]);
    expect(errorsIn(edited(...merged))).toEqual([]);
    const text = edited(...merged, ['maxUploadBytes: 5368709120', 'maxUploadBytes: 0']);
    expect(errorsIn(text)).toEqual([
      expect.stringContaining(`${lineOf('maxUploadBytes', text)}: tenants[0]`),
    ]);
  });

  it('of aliases of aliases is refused before it fills the memory', () => {
    const bomb = [
      'a: &a0 [x]',
      ...Array.from({ length: 9 }, (_, i) => `b${i}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`),
    ];
    expect(errorsIn(bomb.join('\n'))).toEqual([expect.stringContaining('has too many aliases')]);
  });
});
