export { layerCases } from './layer-cases.js';
export { oneStep } from './one-step.js';
export { type Outcome, outcomes, references } from './outcomes.js';
