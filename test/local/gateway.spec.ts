import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';

// Tests that the gateway configurations in docs/gateway.md write no URL to a log.

const PAGE = readFileSync('docs/gateway.md', 'utf8');
const blocks = codeBlocks('gateway.md');
const blockOf = (file: string): string => blocks.find((block) => block.file === file)!.code;

interface Parameter {
  readonly in: string;
  readonly name: string;
}
type Path = Readonly<
  Record<string, { readonly parameters?: readonly (Parameter | { readonly $ref: string })[] }>
>;
const document = JSON.parse(readFileSync('dist/generated/openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Path>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
};
const parameters = Object.values(document.paths)
  .flatMap((path) => Object.values(path))
  .flatMap((operation) => operation.parameters ?? [])
  .map((each) => ('$ref' in each ? document.components.parameters[each.$ref.split('/').at(-1)!]! : each));

it('the table has every parameter of the document that stands in a URL', () => {
  const rows = [...PAGE.matchAll(/^\| +(`[\w`, ]+`) +\| the (path|query) +\|/gm)];
  const shown = rows.flatMap(([, names, place]) =>
    Array.from(names!.matchAll(/\w+/g), ([name]) => `${place!} ${name}`),
  );
  const inUrls = parameters.filter((each) => each.in === 'path' || each.in === 'query');
  expect(new Set(shown)).toEqual(new Set(inUrls.map((each) => `${each.in} ${each.name}`)));
});

describe('nginx', () => {
  const block = blockOf('nginx.conf');

  /** Returns the path that nginx logs by the `map` of the page's block. The path is decoded as in `$uri`. */
  function routeOf(path: string): string {
    const rules = [...block.matchAll(/^ +"~([^"]+)" +\$known;$/gm)].map(
      ([, pattern]) => new RegExp(pattern!),
    );
    expect(rules.length).toBeGreaterThan(1);
    for (const rule of rules) {
      const found = rule.exec(path);
      if (found) return found.groups!['known']!;
    }
    return /default +"(.)";/.exec(block)![1]!;
  }

  /** Generates encrypted ids and tokens: parts in base64url with letters of both cases. */
  const secret = fc
    .array(fc.base64String({ minLength: 20 }), { minLength: 3, maxLength: 5 })
    .map((parts) => `eyJ${parts.join('.').replaceAll('+', '-').replaceAll('/', '_')}`);

  it.each(Object.keys(document.paths))('logs no secret of %s', (path) => {
    fc.assert(
      fc.property(secret, (word) => {
        for (const filled of [
          path.replaceAll(/\{\w+\}/g, word),
          path.replaceAll('{tenant}', 'team-a').replaceAll(/\{\w+\}/g, word),
        ]) {
          const route = routeOf(filled);
          expect(route).not.toContain(word.slice(0, 8));
          expect(route === '*' || filled.startsWith(route)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('tells routes apart', () => {
    expect(routeOf('/v1/uppy/x/s3/params')).toBe('/v1/uppy');
    expect(routeOf('/v1/tenants/team-a/multipart-uploads/x/parts')).toBe(
      '/v1/tenants/team-a/multipart-uploads',
    );
    expect(routeOf('/x')).toBe('*');
  });

  it('logs nothing that holds a URL, and no errors that quote one', () => {
    const [, format] = /^log_format \w+ escape=json\n([^;]*);/m.exec(block)!;
    expect(new Set(Array.from(format!.matchAll(/\$(\w+)/g), ([, name]) => name))).toEqual(
      new Set([
        'time_iso8601',
        'remote_addr',
        'request_method',
        'route',
        'status',
        'request_time',
        'request_id',
      ]),
    );
    expect(block.match(/^access_log .*/gm)).toEqual(['access_log /dev/stdout without_urls;']);
    expect(block).toMatch(/^error_log \S+ crit;/m);
  });
});

it('HAProxy logs nothing that holds a URL', () => {
  const [, format] = /log-format '(.*)'/.exec(blockOf('haproxy.cfg'))!;
  expect(format!.match(/%\[?[\w.]+/g)).toEqual(['%ci', '%HM', '%ST', '%Ta', '%ID']);
});

it.each(['envoy-gateway.yaml', 'istio.yaml'])('Envoy logs nothing that holds a URL: %s', (file) => {
  const operators = Array.from(blockOf(file).matchAll(/%([^%]+)%/g), ([, operator]) => operator);
  expect(operators).toEqual([
    'START_TIME',
    'DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT',
    'REQ(:METHOD)',
    'ROUTE_NAME',
    'RESPONSE_CODE',
    'RESPONSE_FLAGS',
    'DURATION',
    'REQ(X-REQUEST-ID)',
  ]);
});
