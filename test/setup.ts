import { env } from '@tensorflow/tfjs-core';

// Silences the banner that tfjs prints once per process.
env().set('IS_TEST', true);
