export { type WordNetNouns, wordNetNouns } from './wordnet.js';
