import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Every function that a `*Store.ts` of the server exports, as `path#name`, with methods of classes and tables. */
export async function storeFunctions(): Promise<readonly string[]> {
  const entries = await readdir(join(root, 'server'), { recursive: true });
  const found: string[] = [];
  for (const entry of entries.filter((name) => name.endsWith('Store.ts')).toSorted()) {
    const path = relative(root, join(root, 'server', entry));
    const module: unknown = await import(join(root, path));
    for (const [name, value] of Object.entries(module as Record<string, unknown>))
      found.push(...functionsOf(value).map((member) => `${path}#${name}${member}`));
  }
  return found;
}

function functionsOf(value: unknown): readonly string[] {
  if (typeof value === 'function') return isClass(value) ? methodsOf(value) : [''];
  if (typeof value !== 'object' || value === null || '_zod' in value) return [];
  return Object.entries(value).flatMap(([name, member]) => (typeof member === 'function' ? [`.${name}`] : []));
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

function methodsOf(value: object): readonly string[] {
  const prototype: unknown = 'prototype' in value ? value.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null) return [];
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => `.${name}`);
}
