import type { DynamicModule, Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';

/** A module as `imports` name it; the API forwards no references. */
export type Module = Type | DynamicModule;

/** All controllers of a module and of those that it imports, each once. Nothing is instantiated. */
export function controllersOf(root: Module, seen = new Set<Type>()): Type[] {
  const type = 'module' in root ? root.module : root;
  if (seen.has(type)) return [];
  seen.add(type);
  const controllers = declared(root, MODULE_METADATA.CONTROLLERS) as Type[];
  const imports = declared(root, MODULE_METADATA.IMPORTS) as Module[];
  return [...controllers, ...imports.flatMap((imported) => controllersOf(imported, seen))];
}

/** By `@Module`, and beside it where the module is dynamic. */
function declared(root: Module, key: string): unknown[] {
  if (!('module' in root)) return (Reflect.getMetadata(key, root) ?? []) as unknown[];
  return [...declared(root.module, key), ...((root[key as keyof DynamicModule] ?? []) as unknown[])];
}
