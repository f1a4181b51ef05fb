export { oneVersusAll } from './one-versus-all.js';
