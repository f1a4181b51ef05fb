import { CsvLog } from '../src/callbacks/csv-log.js';

// Logs epochs 0, 1, 2, ... to the file named on the command line until it is killed.
async function logForever(path: string): Promise<void> {
  const log = new CsvLog({ path });
  log.setParams({ metrics: ['loss', 'val_loss'] });
  await log.onTrainBegin();
  for (let epoch = 0; ; epoch++) {
    await log.onEpochEnd(epoch, { loss: Math.random(), val_loss: Math.random() });
    if (epoch === 0) process.stdout.write('logging\n');
  }
}

void logForever(process.argv[2]);
