import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OutputFolder } from '@argmaxable/examples-common';
import type { Settings } from './options.js';

/** Where a run keeps its settings, checkpoints, models and report. */
export class RunFolder extends OutputFolder {
  /** Starts a run: keeps its settings and removes the checkpoints of an earlier one. */
  begin(settings: Settings): void {
    this.make();
    rmSync(this.file('checkpoints'), { recursive: true, force: true });
    this.write('settings.json', JSON.stringify(settings, null, 2));
  }

  /** The settings of the run to go on with. */
  resume(): Settings {
    const file = this.file('settings.json');
    if (!existsSync(file)) {
      throw new Error(
        `--resume found no run in ${this.path}. Give the --output of the run to go on with, or start without --resume.`,
      );
    }
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Settings;
    } catch (cause) {
      throw new Error(`${file} cannot be read, so the run cannot go on. Start again without --resume.`, {
        cause,
      });
    }
  }

  checkpointOf(name: string): string {
    return join(this.path, 'checkpoints', slug(name));
  }

  modelOf(name: string): string {
    return join(this.path, 'models', slug(name));
  }
}

/** 'DFT k=34 slack=25' as a folder's name: 'dft-k34-slack25'. */
function slug(name: string): string {
  return name.toLowerCase().replaceAll('=', '').replaceAll(' ', '-');
}
