/**
 * The topology of a tagger as a model of tfjs: stock layers, so that `loadLayersModel` opens it anywhere. It
 * takes for each text the numbers of its features (int32) and their values (float32), both [texts, width], of
 * any width, filled up with values of 0; the bias is the last feature, always 1. It gives the logits.
 */
export function topologyOf(features: number, labels: number): object {
  const input = (name: string, dtype: string) => ({
    name,
    class_name: 'InputLayer',
    config: { batch_input_shape: [null, null], dtype, sparse: false, name },
    inbound_nodes: [],
  });
  const from = (name: string) => [name, 0, 0, {}];
  return {
    class_name: 'Model',
    config: {
      name: 'tagger',
      layers: [
        input('features', 'int32'),
        input('values', 'float32'),
        {
          name: 'weights',
          class_name: 'Embedding',
          config: {
            input_dim: features + 1,
            output_dim: labels,
            embeddings_initializer: { class_name: 'Zeros', config: {} },
            mask_zero: null,
            input_length: null,
            name: 'weights',
            trainable: true,
            batch_input_shape: [null, null],
          },
          inbound_nodes: [[from('features')]],
        },
        {
          name: 'logits',
          class_name: 'Dot',
          config: { axes: [1, 1], normalize: false, name: 'logits', trainable: true },
          inbound_nodes: [[from('values'), from('weights')]],
        },
      ],
      input_layers: [
        ['features', 0, 0],
        ['values', 0, 0],
      ],
      output_layers: [['logits', 0, 0]],
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}
