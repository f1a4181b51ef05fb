import { isPlainObject, ValueError } from '@argmaxable/core';
import { dispose, io } from '@tensorflow/tfjs-core';
import { type StoredWeight, weightPart } from '../nodes/layer-node.js';

/** A saved model's weights, as `io.ModelArtifacts` has them. */
export type WeightArtifacts = Pick<io.ModelArtifacts, 'weightSpecs' | 'weightData'>;

/** The names that a weight's name may begin with. */
export interface WeightOwner {
  readonly layer: string;
  /** TimeDistributed wrappers around the layer. */
  readonly wrappers: readonly string[];
  /** Nested models that the layer is in. */
  readonly models: readonly string[];
}

interface WeightPlace {
  readonly spec: io.WeightsManifestEntry;
  /** The parts of its name before the last: layers and models. */
  readonly folders: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** The weights of a saved model, found by name and decoded one at a time. */
export class SavedWeights {
  private readonly data: io.CompositeArrayBuffer;
  private readonly byPart = new Map<string, WeightPlace[]>();

  /** @throws ValueError naming `weights` if it is not a list of weights with their bytes. */
  constructor(weights: WeightArtifacts) {
    const { weightSpecs, weightData } = checkArtifacts(weights);
    this.data = new io.CompositeArrayBuffer(weightData);
    let start = 0;
    for (const spec of weightSpecs) {
      const end = start + this.bytesOf(spec, start);
      const part = weightPart(spec.name);
      const place = { spec, folders: spec.name.split('/').slice(0, -1), start, end };
      if (spec.group !== 'optimizer') {
        if (!this.byPart.has(part)) this.byPart.set(part, []);
        this.byPart.get(part)!.push(place);
      }
      start = end;
    }
  }

  /**
   * The weight of a layer by the last part of its name. The parts before it name the layer or a wrapper, and
   * may name the models.
   *
   * @returns null if there is none, or if there are several that cannot be told apart.
   * @throws ValueError naming `model` if the file has fewer bytes than it says.
   */
  async read(part: string, owner: WeightOwner): Promise<StoredWeight | null> {
    const place = this.find(part, owner);
    if (place === null) return null;
    const { spec, start, end } = place;
    if (end > this.data.byteLength) {
      const given = `${this.data.byteLength} bytes of weights`;
      throw new ValueError(
        'model',
        given,
        `with the ${end} that ${spec.name} ends at`,
        'The file is cut off.',
      );
    }
    const decoded = io.decodeWeights(this.data.slice(start, end), [spec]);
    try {
      return { values: Float32Array.from(await decoded[spec.name].data<'float32'>()), shape: spec.shape };
    } finally {
      dispose(decoded);
    }
  }

  private find(part: string, { layer, wrappers, models }: WeightOwner): WeightPlace | null {
    const places = this.byPart.get(part) ?? [];
    const of = places.filter(({ folders }) => folders.includes(layer));
    const within = of.filter(({ folders }) => models.every((model) => folders.includes(model)));
    const wrapped = places.filter(({ folders }) => wrappers.some((wrapper) => folders.includes(wrapper)));
    const alone = of.filter(({ folders }) => folders.length === 1 && models.length === 0);
    // The most certain first: a wrapper's weights may have its name or that of the layer within.
    return [wrapped, alone, within, of].find(({ length }) => length === 1)?.[0] ?? null;
  }

  private bytesOf(spec: io.WeightsManifestEntry, start: number): number {
    const size = spec.shape.reduce((product, length) => product * length, 1);
    const dtype = 'quantization' in spec && spec.quantization ? spec.quantization.dtype : spec.dtype;
    if (dtype === 'string') return this.bytesOfStrings(size, start);
    return size * (bytesOfType[dtype] ?? 4);
  }

  /** Strings follow one another, each after its length in 4 bytes. */
  private bytesOfStrings(size: number, start: number): number {
    let at = start;
    for (let i = 0; i < size && at + 4 <= this.data.byteLength; i++) {
      at += 4 + new Uint32Array(this.data.slice(at, at + 4))[0];
    }
    return at - start;
  }
}

function checkArtifacts(weights: WeightArtifacts): Required<WeightArtifacts> {
  if (!isPlainObject(weights)) {
    throw new ValueError('weights', weights, 'an object with weightSpecs and weightData');
  }
  const { weightSpecs = [], weightData = new ArrayBuffer(0) } = weights;
  if (!Array.isArray(weightSpecs)) throw new ValueError('weightSpecs', weightSpecs, 'an array');
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  weightSpecs.forEach((spec: unknown, i) => {
    const { name, shape, dtype } = (spec ?? {}) as Partial<io.WeightsManifestEntry>;
    const isWhole = typeof name === 'string' && typeof dtype === 'string' && Array.isArray(shape);
    if (
      !isWhole ||
      !Array.from(shape as unknown[]).every(isSize) ||
      !isSize(shape.reduce((a, b) => a * b, 1))
    ) {
      throw new ValueError(`weightSpecs[${i}]`, spec, 'a name, a dtype and a shape of integers, 0 or more');
    }
  });
  const buffers: unknown[] = Array.isArray(weightData) ? weightData : [weightData];
  if (!Array.from(buffers).every(isBuffer)) {
    throw new ValueError('weightData', weightData, 'an ArrayBuffer, or an array of them');
  }
  return { weightSpecs, weightData };
}

/** An ArrayBuffer of any realm: test runners and pages have several. */
function isBuffer(value: unknown): boolean {
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}

const bytesOfType: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, complex64: 8, bool: 1 },
  ...{ uint8: 1, uint16: 2, float16: 2 },
};
