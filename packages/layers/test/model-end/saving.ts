import { save } from '@argmaxable/test-support/saving';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

export type Json = Record<string, unknown>;

/** What saving a model writes: topology as plain JSON, and weights. */
export async function artifactsOf(model: LayersModel): Promise<io.ModelArtifacts & { modelTopology: Json }> {
  const saved = await save(model);
  return { ...saved, modelTopology: saved.modelTopology as Json };
}

/** The same weights in the opposite order. */
export function reversed({
  weightSpecs,
  weightData,
}: io.ModelArtifacts): Pick<io.ModelArtifacts, 'weightSpecs' | 'weightData'> {
  const data = io.CompositeArrayBuffer.join(weightData);
  let at = 0;
  const parts = weightSpecs!.map((spec) => {
    const length = 4 * spec.shape.reduce((a, b) => a * b, 1);
    at += length;
    return { spec, bytes: data.slice(at - length, at) };
  });
  parts.reverse();
  return {
    weightSpecs: parts.map(({ spec }) => spec),
    weightData: io.concatenateArrayBuffers(parts.map(({ bytes }) => bytes)),
  };
}

/** A topology of tfjs as Keras 3 writes it. */
export function asKeras3(json: Json): Json {
  const { class_name, config, inbound_nodes, ...others } = json;
  return {
    ...others,
    module: 'keras.src.models',
    registered_name: null,
    class_name: class_name === 'Model' ? 'Functional' : class_name,
    config: configAsKeras3(config as Json),
    ...(inbound_nodes ? { inbound_nodes: (inbound_nodes as Inbound[][]).map(nodeAsKeras3) } : {}),
  };
}

type Inbound = [name: string, node: number, tensor: number, keywords: Json];

function nodeAsKeras3(inputs: Inbound[]): Json {
  const tensors = inputs.map(([name, node, tensor]) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, 1], dtype: 'float32', keras_history: [name, node, tensor] },
  }));
  return { args: tensors.length === 1 ? tensors : [tensors], kwargs: { mask: null } };
}

function configAsKeras3(config: Json): Json {
  const changed: Json = {
    dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } },
  };
  for (const [key, value] of Object.entries(config)) {
    if (key === 'layers') {
      changed[key] = (value as Json[]).map(asKeras3);
    } else if (key === 'layer') {
      changed[key] = asKeras3(value as Json);
    } else if (key === 'activation') {
      changed[key] = { module: 'builtins', class_name: 'function', config: value };
    } else if (key === 'batch_input_shape') {
      changed.batch_shape = value;
    } else if (key === 'input_layers' || key === 'output_layers') {
      const references = value as unknown[];
      changed[key] = references.length === 1 ? references[0] : references;
    } else if (key !== 'dtype') {
      changed[key] = value;
    }
  }
  return changed;
}
