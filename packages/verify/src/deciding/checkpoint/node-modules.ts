/// <reference types="node" />
import type * as crypto from 'node:crypto';
import type * as fs from 'node:fs';
import { ValueError } from '@argmaxable/core';

interface NodeModules {
  'node:fs': typeof fs;
  'node:crypto': typeof crypto;
}

/** A module of Node; it is not imported, so that bundlers for browsers do not see an import of it. */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const { getBuiltinModule } =
    (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process ?? {};
  if (!getBuiltinModule) {
    throw new ValueError('checkpoint', 'a file', 'left out: files need Node 20.16 or later');
  }
  return getBuiltinModule(name) as NodeModules[Name];
}
