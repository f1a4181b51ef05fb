import { mkdirSync } from 'node:fs';
import { argmaxable, Files } from './command.js';

const files = new Files();

test.each([
  ['model.pt', 'a PyTorch file', 'torch.load(', 'head.safetensors'],
  ['model.pth', 'a PyTorch file', 'weights_only=True', 'head.safetensors'],
  ['pytorch_model.bin', 'a PyTorch file', 'save_file(', 'head.safetensors'],
  ['epoch.ckpt', 'a PyTorch file', 'torch.load(', 'head.safetensors'],
  ['model.h5', 'a Keras file', 'keras.models.load_model(', 'head.npz'],
  ['model.HDF5', 'a Keras file', 'keras.models.load_model(', 'head.npz'],
  ['model.keras', 'a Keras file', '("kernel", "bias")', 'head.npz'],
  ['model.onnx', 'an ONNX file', 'onnx.numpy_helper.to_array', 'model.npz'],
  ['frozen.pb', 'a TensorFlow graph', 'GraphDef', 'model.npz'],
  ['model.tflite', 'a TensorFlow Lite file', 'Interpreter(', 'model.npz'],
  ['model.gguf', 'a GGUF file', 'GGUFReader(', 'head.npz'],
  ['model.pkl', 'a pickle', 'joblib.load(', 'head.npz'],
  ['model.joblib', 'a pickle', 'intercept_', 'head.npz'],
])('%s is refused with the Python that makes a file that is read', async (name, what, code, result) => {
  const path = files.write(name, 'x');
  const { code: exit, out, err } = await argmaxable(['verify', path]);
  const [message, ...recipe] = err.trimEnd().split('\n');
  expect([exit, out]).toEqual([2, '']);
  expect(message).toContain(`argmaxable: ${path}: ${what} is not read`);
  expect(message).toContain(`Save its weights as ${result} with this Python code, and verify that file:`);
  expect(recipe).toHaveLength(3);
  expect(recipe.every((line) => line.startsWith('  '))).toBe(true);
  expect(recipe.join('\n')).toContain(code);
  expect(recipe.join('\n')).toContain(JSON.stringify(path));
});

test('a SavedModel is known by its folder or its file', async () => {
  mkdirSync(files.path('saved'));
  const path = files.write('saved/saved_model.pb', 'x');
  for (const given of [path, files.path('saved')]) {
    const { err } = await argmaxable(['verify', given]);
    expect(err).toContain('a TensorFlow SavedModel is not read');
    expect(err).toContain(`load_checkpoint(${JSON.stringify(files.path('saved/variables/variables'))})`);
  }
});

test('weights of a tfjs model are known by the model.json beside', async () => {
  files.write('model.json', '{}');
  const { err } = await argmaxable(['verify', files.write('group1-shard1of1.bin', 'x')]);
  expect(err).toContain('these are weights of a tfjs model: give the model.json');
});

test('a path cannot leave the text that the recipe has it in', async () => {
  const path = files.write('a"); import os #\u001b.pt', 'x');
  const { err } = await argmaxable(['verify', path]);
  expect(err).toContain(String.raw`a\"); import os #\u001b.pt", map_location`);
});
