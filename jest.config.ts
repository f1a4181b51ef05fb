/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
const common = {
  transform: { '\\.ts$': ['@swc/jest', swc] as [string, Record<string, unknown>] },
  setupFiles: ['<rootDir>/test/setup.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

const config: Config = {
  testTimeout: 120_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/packages/*/test/**/*.test.ts',
        '<rootDir>/examples/*/test/**/*.test.ts',
        '<rootDir>/test/{docs,fuzz}/*.test.ts',
      ],
      // The packages' own sources, not their builds: a unit test needs no build step.
      moduleNameMapper: {
        ...common.moduleNameMapper,
        '^@argmaxable/examples-common$': '<rootDir>/examples/common/src/index.ts',
        '^@argmaxable/example-wordnet$': '<rootDir>/examples/wordnet/src/index.ts',
        '^argmaxable$': '<rootDir>/packages/argmaxable/src/index.ts',
        '^@argmaxable/test-support/([a-z-]+)$': '<rootDir>/packages/test-support/src/$1/index.ts',
        '^@argmaxable/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
        '^@argmaxable/layers/dft-product$': '<rootDir>/packages/layers/src/dft-product.ts',
        // Published as ES modules, which Jest's registry cannot load; these are the same for its CommonJS.
        '^@observablehq/plot$': '<rootDir>/node_modules/@observablehq/plot/dist/plot.umd.min.js',
        '^d3@.*': '<rootDir>/node_modules/d3/dist/d3.min.js',
        '^eta/core$': '<rootDir>/node_modules/eta/dist/index.cjs',
      },
    },
    {
      // The packages as npm would install them, in projects outside this repository.
      ...common,
      displayName: 'consumer',
      testMatch: ['<rootDir>/test/consumer/*.test.ts'],
    },
  ],
};

export default config;
