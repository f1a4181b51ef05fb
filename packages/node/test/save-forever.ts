import { fileSystem } from '../src/file-system.js';
import { artifacts } from './models.js';

// Saves models 1, 2, 3, ... to the folder named on the command line until it is killed.
async function saveForever(folder: string): Promise<void> {
  for (let value = 1; ; value++) {
    await fileSystem(folder).save(artifacts(value, 30_000));
    if (value === 1) process.stdout.write('saving\n');
  }
}

void saveForever(process.argv[2]);
