import { globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GLOBAL_MODULE_METADATA, MODULE_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { beforeAll, expect, it } from 'vitest';
import { ProcessModule } from '../platform/process/process.module.js';
import { AppModule } from './app.module.js';
import { apiPreview } from './openapi/document.js';

const SRC = fileURLToPath(new URL('..', import.meta.url));
const sources = new Map(
  globSync('**/*.ts', { cwd: SRC, exclude: (name) => name.endsWith('.spec.ts') }).map((path) => [
    path,
    readFileSync(`${SRC}/${path}`, 'utf8'),
  ]),
);
const filesWith = (text: RegExp) => [...sources.keys()].filter((path) => text.test(sources.get(path)!));

let modules: readonly object[];
beforeAll(async () => {
  modules = Array.from((await apiPreview()).get(ModulesContainer).values(), ({ metatype }) => metatype);
});

it('one module is global: that of the process', () => {
  expect(filesWith(/^@Global\(\)$/m)).toEqual(['platform/process/process.module.ts']);
  expect(Reflect.getMetadata(GLOBAL_MODULE_METADATA, ProcessModule)).toBe(true);
});

it('the modules of the process and of the application are dynamic, all others static', () => {
  expect(filesWith(/DynamicModule|ConfigurableModuleBuilder/).sort()).toEqual([
    'app/app.module.ts',
    'platform/process/process.module.ts',
  ]);
});

it('every feature is a module of its own that the application lists', () => {
  const features = globSync('*/*.module.ts', { cwd: `${SRC}/features` });
  const folders = readdirSync(`${SRC}/features`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(new Set(features.map((path) => path.split('/')[0]))).toEqual(new Set(folders));
  const listed = Reflect.getMetadata(MODULE_METADATA.IMPORTS, AppModule) as object[];
  const withControllers = modules.filter((module) =>
    Reflect.hasMetadata(MODULE_METADATA.CONTROLLERS, module),
  );
  expect(new Set(listed)).toEqual(new Set(withControllers));
});

it('a module’s file is called as its class, and holds nothing else', () => {
  for (const path of filesWith(/^@Module\(/m)) {
    expect(path).toMatch(/\.module\.ts$/);
    expect(sources.get(path)!.match(/^export class \w+Module\b/gm), path).toHaveLength(1);
  }
});

it('nothing is made for each request, and no two need each other', () => {
  expect(filesWith(/forwardRef|Scope\.REQUEST|Scope\.TRANSIENT/)).toEqual([]);
});
