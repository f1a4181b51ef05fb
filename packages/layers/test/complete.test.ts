import '@tensorflow/tfjs-backend-cpu';
import { rowNames } from '@argmaxable/test-support/docs';
import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityClasses, labelAffineClasses, outputLayerClasses } from '../src/model-end/own-layers.js';
import * as exported from '../src/index.js';
import { classesWith } from './layer-names.js';
import { structures } from './model-end/structures.js';

const outputLayers = classesWith('classifierMatrix');
const labelAffine = classesWith('labelAffine');

test('every layer is exported, and known at the end of a saved model', () => {
  const src = join(__dirname, '../src');
  const index = readFileSync(join(src, 'index.ts'), 'utf8');
  const files = readdirSync(src)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => readFileSync(join(src, file), 'utf8').includes('serialization.registerClass('));
  expect(files.filter((file) => !index.includes(`'./${file.replace('.ts', '.js')}'`))).toEqual([]);
  expect([...outputLayerClasses].sort()).toEqual(outputLayers);
  expect([...labelAffineClasses].sort()).toEqual(labelAffine);
});

test('every layer ends one of the models in which ends are looked for', () => {
  const tried = new Set(Object.values(structures).flatMap(({ model }) => classesIn(model())));
  expect([...outputLayers, ...labelAffine].filter((name) => !tried.has(name))).toEqual([]);
});

function classesIn(model: LayersModel): string[] {
  return model.layers.flatMap((layer: layers.Layer) => [
    layer.getClassName(),
    ...('layers' in layer ? classesIn(layer as unknown as LayersModel) : []),
  ]);
}

test('every layer that gives its input on is exported, and is no output layer', () => {
  expect(identityClasses.filter((name) => !(name in exported))).toEqual([]);
  expect(identityClasses.filter((name) => outputLayers.includes(name))).toEqual([]);
});

test('every output layer has its row in the README', () => {
  const rows = rowNames(join(__dirname, '../README.md'));
  expect(outputLayers.filter((name) => !rows.has(name))).toEqual([]);
});
