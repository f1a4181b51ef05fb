import { dispose, io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/** A layer as a saved model has it. */
interface SavedLayer {
  readonly name?: string;
  readonly class_name: string;
  readonly config: { readonly name: string; readonly units?: number };
  /** In functional models: what the layer is applied to, `[[[layer, node, tensor, ...], ...], ...]`. */
  readonly inbound_nodes?: readonly (readonly (readonly [string, ...unknown[]])[])[];
}

interface SavedModel {
  readonly class_name: string;
  readonly config: {
    readonly layers: readonly SavedLayer[];
    readonly output_layers?: readonly [string, ...unknown[]][];
  };
}

const outputLayers = ['Dense', 'DFTOutput', 'BSLOutput', 'ETFOutput'];
const passingLayers = ['Activation', 'Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise'];

/**
 * The end of a saved model, from its output layer on, as a model of its own: all that verifying needs. Layers in front
 * may be the user's own, which are not known here, or large.
 *
 * @returns null where the model does not end in a layer that is known, or not in one line of layers.
 */
export async function loadOutputEnd(artifacts: io.ModelArtifacts): Promise<LayersModel | null> {
  const topology = artifacts.modelTopology as Partial<SavedModel> & { readonly model_config?: SavedModel };
  const end = endOf(topology.model_config ?? topology);
  if (end === null || !artifacts.weightSpecs || !artifacts.weightData) return null;
  const [{ class_name: className, config }] = end;
  const isOfEnd = ({ name }: { name: string }): boolean =>
    end.some((layer) => name.startsWith(`${layer.config.name}/`));
  // The first weight is a matrix [features, ...], where the layer has weights at all.
  const features = className === 'ETFOutput' ? config.units : artifacts.weightSpecs.find(isOfEnd)?.shape[0];
  if (features === undefined) return null;

  const input = {
    class_name: 'InputLayer',
    config: { name: 'features', batch_input_shape: [null, features], dtype: 'float32' },
  };
  const modelTopology = {
    class_name: 'Sequential',
    config: { name: 'end', layers: [input, ...end.map(unplaced)] },
  };
  const model = await loadLayersModel(io.fromMemory({ modelTopology }));
  const weights = io.decodeWeights(io.CompositeArrayBuffer.join(artifacts.weightData), artifacts.weightSpecs);
  try {
    // It throws where some are missing or do not fit.
    model.loadWeights(Object.fromEntries(Object.entries(weights).filter(([name]) => isOfEnd({ name }))));
    return model;
  } finally {
    dispose(weights);
  }
}

/** The layers from the output layer to the model's end. */
function endOf({ class_name: className, config }: Partial<SavedModel>): SavedLayer[] | null {
  const layers = config?.layers;
  if (!Array.isArray(layers)) return null;
  const byName = new Map(layers.map((layer: SavedLayer) => [layer.name ?? layer.config.name, layer]));
  const before = (layer: SavedLayer): SavedLayer | undefined => {
    if (className === 'Sequential') return layers[layers.indexOf(layer) - 1] as SavedLayer | undefined;
    // A layer that is applied more than once, or to several, is not in one line.
    const nodes = layer.inbound_nodes ?? [];
    return nodes.length === 1 && nodes[0].length === 1 ? byName.get(nodes[0][0][0]) : undefined;
  };
  const outputs = config?.output_layers ?? [];
  let layer =
    className === 'Sequential'
      ? (layers.at(-1) as SavedLayer | undefined)
      : outputs.length === 1
        ? byName.get(outputs[0][0])
        : undefined;
  const end: SavedLayer[] = [];
  for (; layer; layer = before(layer)) {
    end.unshift(layer);
    if (outputLayers.includes(layer.class_name)) return end;
    if (!passingLayers.includes(layer.class_name)) return null;
  }
  return null;
}

/** Without its place in the whole model, and what it was fed there. */
function unplaced({ class_name, config }: SavedLayer): object {
  const own = Object.entries(config).filter(([key]) => key !== 'batch_input_shape');
  return { class_name, config: Object.fromEntries(own) };
}
