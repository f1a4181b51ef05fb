/** The JSON of a layer, or of a model, as in a model.json. */
export type LayerJson = Record<string, unknown>;

export function layer(
  className: string,
  name: string,
  config: object = {},
  inbound: unknown[] = [],
): LayerJson {
  return { class_name: className, name, config: { name, ...config }, inbound_nodes: inbound };
}

/** The input of each `functional`. */
export const input = layer('InputLayer', 'in', { batch_input_shape: [null, 3] });

/** An application to the outputs of layers: a name, or a name and the number of the layer's application. */
export function from(...names: (string | [string, number])[]): unknown[] {
  return names.map((name) => (typeof name === 'string' ? [name, 0, 0, {}] : [...name, 0, {}]));
}

export function functional(
  name: string,
  layers: LayerJson[],
  output = layers.at(-1)!.name,
  inbound: unknown[] = [],
): LayerJson {
  const config = { layers, input_layers: [['in', 0, 0]], output_layers: [[output, 0, 0]] };
  return layer('Model', name, config, inbound);
}

/** A model in a model, `levels` deep, each applied twice: 2^levels applications of one dense layer. */
export function appliedTwice(levels: number): LayerJson {
  let model = functional('m0', [input, layer('Dense', 'a', { units: 3 }, [from('in')])]);
  for (let level = 1; level <= levels; level++) {
    const name = `m${level - 1}`;
    model = functional(
      `m${level}`,
      [input, { ...model, inbound_nodes: [from('in'), from([name, 1])] }],
      name,
    );
  }
  return model;
}
