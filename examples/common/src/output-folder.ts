import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder that a run writes into. */
export class OutputFolder {
  readonly path: string;

  constructor(output: string) {
    this.path = resolve(output);
  }

  /** Makes the folder, and those above it, where they are not there. */
  make(): void {
    mkdirSync(this.path, { recursive: true });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.file(name), text);
  }
}
