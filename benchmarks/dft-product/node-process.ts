/** The process behind `siteInNode`: measures when it is told for how many rounds. */
import { Measurement } from './measure.js';
import type { Settings } from './site.js';

const { backend, ours, sizes } = JSON.parse(process.argv[2]) as Settings;
await import(ours ? '@argmaxable/wasm-training' : `@tensorflow/tfjs-backend-${backend}`);
const measurement = await Measurement.start(backend, sizes);
process.on('message', (rounds: number) => {
  void measurement.turn(rounds).then((times) => process.send!(times));
});
process.send!(measurement.starts);
