import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unusedConfigMaps } from './unused.js';

const hash = fc.stringMatching(/^[a-z0-9]{10}$/);
const name = (text: string) => `tenant-presign-${text}`;
const configMap = (text: string) => ({ metadata: { name: text } });
const projected = (text: string) => [
  { projected: { sources: [{ configMap: { name: text } }, { secret: { name: 'x' } }] } },
];
const plain = (text: string) => [{ configMap: { name: text } }];

/** Objects of each kind that may mount a ConfigMap. */
const USERS = [
  (text: string) => ({ kind: 'Pod', spec: { volumes: projected(text) } }),
  (text: string) => ({ kind: 'Pod', spec: { volumes: plain(text) } }),
  (text: string) => ({
    kind: 'ReplicaSet',
    spec: { replicas: 0, template: { spec: { volumes: projected(text) } } },
  }),
  (text: string) => ({ kind: 'Deployment', spec: { template: { spec: { volumes: projected(text) } } } }),
  (text: string) => ({ kind: 'Revision', spec: { volumes: projected(text) } }),
];

it('are those that nothing names, in whichever shape', () => {
  fc.assert(
    fc.property(fc.uniqueArray(hash, { maxLength: 8 }), fc.array(fc.nat()), (hashes, choices) => {
      const names = hashes.map(name);
      const users = choices.flatMap((choice) => {
        const chosen = names[choice % Math.max(names.length, 1)];
        return chosen === undefined ? [] : [{ chosen, user: USERS[choice % USERS.length]!(chosen) }];
      });
      const unused = unusedConfigMaps(
        names.map(configMap),
        users.map(({ user }) => user),
      );
      expect(unused).toEqual(names.filter((each) => !users.some(({ chosen }) => chosen === each)).toSorted());
    }),
  );
});

it.each([
  'tenant-presign',
  'tenant-presign-sealing',
  'kube-root-ca.crt',
  'tenant-presign-abc',
  'theirs-0123456789',
  'tenant-presign-ABCDEFGHIJ',
])('are never others: %s', (other) => expect(unusedConfigMaps([configMap(other)], [])).toEqual([]));
