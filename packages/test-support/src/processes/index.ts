export { killAtRandom, KilledCommand } from './killed-command.js';
export { startProgram, type Started } from './start-program.js';
