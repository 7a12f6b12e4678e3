import { expect, it } from 'vitest';
import { ErrorList } from './error-list.js';

it('keeps fifty errors and counts the rest, at members too', () => {
  const errors = new ErrorList();
  for (let index = 0; index < 49; index++) errors.add(`#/${index}`, 'x');
  errors.addMember('#', 'a/b', 'x');
  expect({ listed: errors.listed.length, omitted: errors.omitted }).toEqual({ listed: 50, omitted: 0 });
  errors.add('#/50', 'x');
  errors.addMember('#', 'c', 'x');
  expect(errors).toMatchObject({ omitted: 2, count: 52 });
  expect(errors.listed.at(-1)).toEqual({ pointer: '#/a~1b', detail: 'x' });
});

it.each([
  ['a'.repeat(128), `#/a/${'a'.repeat(128)}`],
  ['é~/'.repeat(10), `#/a/${'%C3%A9~0~1'.repeat(10)}`],
  ['\ud800', '#/a/%EF%BF%BD'],
  ['', '#/a/'],
])('repeats the name %s', (name, pointer) => {
  const errors = new ErrorList();
  errors.addMember('#/a', name, 'Is wrong.');
  expect(errors.listed).toEqual([{ pointer, detail: 'Is wrong.' }]);
});

it.each(['a'.repeat(129), '漢'.repeat(15), 'a'.repeat(1_000_000)])('does not repeat a long name', (name) => {
  const errors = new ErrorList();
  errors.addMember('#/a', name, 'Is wrong.');
  const detail = `Is wrong. The name of this member has ${name.length} characters, so that pointer names the object that contains it.`;
  expect(errors.listed).toEqual([{ pointer: '#/a', detail }]);
});
