import { type InputDigest, InputDigester } from '../input/input-digest.js';
import type { LabelSetSource } from '../input/label-set-input.js';
import { isInShard, type Shard } from '../input/shard.js';
import type { VerifyOptions } from '../input/verify-options.js';
import { type LabelSetResult, withoutCertificates } from '../report/result.js';
import type { Checkpoint } from './checkpoint/checkpoint.js';
import type { ChunkDecider } from './chunk-decider.js';
import { Chunks } from './chunks.js';
import type { Confirm } from './confirmation.js';
import { pauses } from './pauses.js';

/** How many witnesses go through the model in one batch: this takes less time than one by one. */
const confirmedAtOnce = 16;

/** Decides each different set once, and returns results in the order of the input. */
export async function decideEachOnce(
  { sets, total }: LabelSetSource,
  decider: ChunkDecider,
  shard: Shard,
  checkpoint: Checkpoint | null,
  { certificates = false, onProgress, signal }: VerifyOptions,
  confirm: Confirm | null,
): Promise<{ distinct: LabelSetResult[]; order: Int32Array; input: InputDigest }> {
  const placeOf = new Map<string, number>();
  const distinct: LabelSetResult[] = [];
  const order: number[] = [];
  let decided: { place: number; result: LabelSetResult }[] = [];
  const keep = async (): Promise<void> => {
    const batch = decided;
    decided = [];
    const results = batch.map(({ result }) => result);
    const confirmed = confirm === null ? results : await confirm(results);
    confirmed.forEach((result, i) => {
      distinct[batch[i].place] = certificates ? result : withoutCertificates(result);
    });
  };
  const add = async (found: { place: number; result: LabelSetResult }): Promise<void> => {
    decided.push(found);
    if (confirm === null || decided.length >= confirmedAtOnce) await keep();
  };
  const decide = async (chunk: readonly { place: number; labels: Int32Array }[]): Promise<void> => {
    const results = await decider.decide(chunk.map(({ labels }) => labels));
    for (const [i, result] of results.entries()) {
      checkpoint?.append(result);
      await add({ place: chunk[i].place, result });
    }
  };
  const chunks = new Chunks(decide, { size: decider.chunkSize, atOnce: decider.chunksAtOnce, signal });
  const pause = pauses();
  const hashing = new InputDigester();
  let seen = 0;
  for await (const labels of sets) {
    signal?.throwIfAborted();
    await hashing.add(labels);
    if (!isInShard(seen++, shard)) continue;
    const key = labels.join();
    let place = placeOf.get(key);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(key, place);
      const known = checkpoint?.get(key);
      if (known) await add({ place, result: known });
      else await chunks.add({ place, labels });
    }
    order.push(place);
    onProgress?.({ done: seen, total });
    await pause();
  }
  await chunks.finish();
  await keep();
  return { distinct, order: Int32Array.from(order), input: await hashing.finish() };
}
