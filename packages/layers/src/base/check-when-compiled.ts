import { saveByName } from '@argmaxable/core';
import { LayersModel, metrics } from '@tensorflow/tfjs-layers';

// Imported by the layers that give logits, so that a model of them says when its loss wants probabilities.
saveByName(LayersModel, metrics);
