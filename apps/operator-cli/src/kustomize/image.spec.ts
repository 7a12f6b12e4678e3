import { expect, test } from 'vitest';
import { unpinned } from './image.js';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

test.each([
  'registry.example/presign:1.2.3',
  'registry.example:5000/platform/presign:1.2.3',
  'presign:2026-11-24',
  `registry.example:5000/presign:1.2.3@${DIGEST}`,
])('%s is pinned', (image) => {
  expect(unpinned(image)).toBeUndefined();
});

test.each([
  ['registry.example/presign', 'has no tag'],
  ['registry.example:5000/presign', 'has no tag'],
  ['registry.example/presign:latest', 'has the tag latest'],
  ['registry.example/presign:main', 'has the tag main'],
  [`registry.example/presign@${DIGEST}`, 'has a digest and no tag'],
  ['registry.example/presign:1@sha256:abc', 'has the digest “sha256:abc”'],
  [`registry.example/presign:latest@${DIGEST}`, 'has the tag latest'],
  ['', 'has no tag'],
])('%s is not', (image, words) => {
  expect(unpinned(image)).toContain(words);
});
