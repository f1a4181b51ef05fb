import { writeAtomically } from '../src/output/atomic-file.js';

// Writes 1, 2, 3, ..., each a hundred thousand times, to the file named on the command line until it is
// killed.
async function writeForever(path: string): Promise<void> {
  for (let value = 1; ; value++) {
    const pieces = Array.from({ length: 100 }, () => `${value}\n`.repeat(1000));
    await writeAtomically(path, pieces);
    if (value === 1) process.stdout.write('writing\n');
  }
}

void writeForever(process.argv[2]);
