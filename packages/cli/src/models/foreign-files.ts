import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { CliError } from '../errors/cli-error.js';

/** A kind of model file that the command cannot read, and Python code that converts it. */
interface ForeignKind {
  readonly what: string;
  readonly recipe: (file: string) => readonly string[];
}

const torch: ForeignKind = {
  what: 'a PyTorch file is not read',
  recipe: (file) => [
    'import torch, safetensors.torch',
    `state = torch.load(${file}, map_location="cpu", weights_only=True)  # print(state.keys()) shows the names`,
    'safetensors.torch.save_file({part: state[f"classifier.{part}"].contiguous().clone() for part in ("weight", "bias")}, "head.safetensors")',
  ],
};

const keras: ForeignKind = {
  what: 'a Keras file is not read',
  recipe: (file) => [
    'import keras, numpy',
    `output = keras.models.load_model(${file}, compile=False).layers[-1]  # the Dense layer that gives the scores`,
    'numpy.savez("head.npz", **dict(zip(("kernel", "bias"), output.get_weights())))',
  ],
};

const onnx: ForeignKind = {
  what: 'an ONNX file is not read',
  recipe: (file) => [
    'import numpy, onnx, onnx.numpy_helper',
    `tensors = onnx.load(${file}).graph.initializer  # the output layer is one of the last`,
    'numpy.savez("model.npz", **{tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in tensors})',
  ],
};

const savedModel: ForeignKind = {
  what: 'a TensorFlow SavedModel is not read',
  recipe: (file) => [
    'import numpy, tensorflow',
    `reader = tensorflow.train.load_checkpoint(${file})`,
    'numpy.savez("model.npz", **{name.removesuffix("/.ATTRIBUTES/VARIABLE_VALUE"): reader.get_tensor(name) for name, kind in reader.get_variable_to_dtype_map().items() if kind.is_floating})',
  ],
};

const frozenGraph: ForeignKind = {
  what: 'a TensorFlow graph is not read',
  recipe: (file) => [
    'import numpy, tensorflow',
    `graph = tensorflow.compat.v1.GraphDef.FromString(open(${file}, "rb").read())`,
    'numpy.savez("model.npz", **{node.name: tensorflow.make_ndarray(node.attr["value"].tensor) for node in graph.node if node.op == "Const" and node.attr["dtype"].type == tensorflow.float32.as_datatype_enum})',
  ],
};

const tflite: ForeignKind = {
  what: 'a TensorFlow Lite file is not read',
  recipe: (file) => [
    'import numpy, tensorflow',
    `model = tensorflow.lite.Interpreter(${file}, experimental_preserve_all_tensors=True); model.allocate_tensors()`,
    'numpy.savez("model.npz", **{tensor["name"]: model.get_tensor(tensor["index"]) for tensor in model.get_tensor_details() if tensor["dtype"] == numpy.float32})',
  ],
};

const gguf: ForeignKind = {
  what: 'a GGUF file is not read',
  recipe: (file) => [
    'import gguf, numpy',
    `tensors = gguf.GGUFReader(${file}).tensors`,
    'numpy.savez("head.npz", **{tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type) for tensor in tensors if tensor.name.startswith("cls")})',
  ],
};

const pickle: ForeignKind = {
  what: 'a pickle is not read, because loading one runs its code',
  recipe: (file) => [
    'import joblib, numpy',
    `parts = joblib.load(${file}).estimators_  # only a file that you trust; of a OneVsRestClassifier`,
    'numpy.savez("head.npz", weight=numpy.vstack([part.coef_ for part in parts]), bias=numpy.hstack([part.intercept_ for part in parts]))',
  ],
};

const kinds: Readonly<Record<string, ForeignKind>> = {
  '.pt': torch,
  '.pth': torch,
  '.bin': torch,
  '.ckpt': torch,
  '.h5': keras,
  '.hdf5': keras,
  '.keras': keras,
  '.onnx': onnx,
  '.pb': frozenGraph,
  '.tflite': tflite,
  '.gguf': gguf,
  '.pkl': pickle,
  '.pickle': pickle,
  '.joblib': pickle,
};

/**
 * What to do with a model file of a kind that the command cannot read; null if its name does not show the
 * kind.
 */
export function foreignFile(path: string): CliError | null {
  const type = extname(path).toLowerCase();
  if (type === '.bin' && existsSync(join(dirname(path), 'model.json'))) {
    return new CliError('these are weights of a tfjs model: give the model.json that belongs to them.', {
      path,
    });
  }
  const isSaved = basename(path) === 'saved_model.pb';
  const kind = isSaved ? savedModel : Object.hasOwn(kinds, type) ? kinds[type] : null;
  if (kind === null) return null;
  const file = isSaved ? join(dirname(path), 'variables', 'variables') : path;
  const recipe = kind.recipe(JSON.stringify(file));
  const result = /"((?:head|model)\.\w+)"/.exec(recipe[2])![1];
  return new CliError(
    `${kind.what} here. Save its weights as ${result} with this Python code, and verify that file:`,
    {
      path,
      recipe,
    },
  );
}
