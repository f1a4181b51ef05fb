export { type ArffOptions, loadArff } from './load-arff.js';
