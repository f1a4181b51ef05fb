import { saveByName } from '@argmaxable/core';
import { LayersModel, metrics } from '@tensorflow/tfjs-layers';

// Imported by the layers that give logits, so that `compile` refuses losses that need probabilities on a
// model that ends in them.
saveByName(LayersModel, metrics);
