import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OutputFolder } from '@argmaxable/examples-common';
import { replaceFile } from '@argmaxable/node';
import type { Settings } from './options.js';
import type { TriedRate } from './tuning.js';

const TUNING = 'tuning.json';

/** Where a run keeps its settings, checkpoints, models and report. */
export class RunFolder extends OutputFolder {
  /** Starts a run: keeps its settings and removes the checkpoints of an earlier one. */
  begin(settings: Settings): void {
    this.make();
    for (const stale of ['checkpoints', TUNING]) rmSync(this.file(stale), { recursive: true, force: true });
    this.write('settings.json', JSON.stringify(settings, null, 2));
  }

  /**
   * The settings of the run to go on with.
   *
   * @param keys What settings have: those of another version lack some.
   */
  resume(keys: readonly string[]): Settings {
    const file = this.file('settings.json');
    if (!existsSync(file)) {
      throw new Error(
        `--resume found no run in ${this.path}. Give the --output of the run to go on with, or start without --resume.`,
      );
    }
    const settings = this.read<Settings>(file);
    const missing = keys.filter((key) => !(key in settings));
    if (missing.length > 0) {
      throw new Error(
        `${file} lacks ${missing.join(', ')}: another version wrote it. Start again without --resume.`,
      );
    }
    return settings;
  }

  /** The validation scores that the run has found so far. */
  tuning(): TriedRate[] {
    const file = this.file(TUNING);
    return existsSync(file) ? this.read<TriedRate[]>(file) : [];
  }

  async keepTuning(tried: readonly TriedRate[]): Promise<void> {
    await replaceFile(this.file(TUNING), [JSON.stringify(tried, null, 2)]);
  }

  private read<T>(file: string): T {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as T;
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
