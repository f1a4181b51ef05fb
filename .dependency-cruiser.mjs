/** What may import what. `npm run lint` checks it, and docs/architecture.md has its picture. */

/** Code that a page can load: all packages but these. */
const nodeOnly = '(node|cli|test-support)';

/**
 * What others may import: an index, the verifier's worker, the algorithms of the DFT product, and a room of
 * test-support or its index.
 */
const entries = [
  '^packages/[^/]+/src/(index|worker|dft-product)[.]ts$',
  '^packages/test-support/src/[^/]+/index[.]ts$',
  '^examples/[^/]+/src/index[.]ts$',
];

export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'What imports each other belongs in one file, or needs a third for what both use.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'packages-by-their-index',
      comment: "A package is used through what its index exports, by its name; not through another's files.",
      severity: 'error',
      from: { path: '^(packages|examples)/([^/]+)/' },
      to: {
        path: '^(packages|examples)/[^/]+/(src|test|assembly)/',
        pathNot: ['^$1/$2/', ...entries],
      },
    },
    {
      name: 'top-level-by-index',
      comment: 'Benchmarks and the tests of the whole use packages as a stranger would.',
      severity: 'error',
      from: { path: '^(benchmarks|test|scripts)/' },
      to: {
        path: '^(packages|examples)/[^/]+/(src|test|assembly)/',
        pathNot: entries,
      },
    },
    {
      name: 'source-without-tests',
      comment: 'What is published does not import what is not.',
      severity: 'error',
      from: { path: '^packages/(?!test-support/)[^/]+/src/' },
      to: { path: '(^|/)test/|^packages/test-support/|^(benchmarks|examples|scripts)/' },
    },
    {
      name: 'runs-in-browsers',
      comment: 'Only node and cli may need Node.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: `^packages/${nodeOnly}/` },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only', 'dynamic-import'] },
    },
    {
      name: 'arrows-go-up',
      comment: 'core imports no other package; wasm-training and the parts of a model build on core alone.',
      severity: 'error',
      from: { path: '^packages/(core|layers|losses|optimizers|decisions|data|report|wasm-training)/src/' },
      to: { path: '^packages/', pathNot: ['^packages/core/src/index[.]ts$', '^packages/$1/'] },
    },
    {
      name: 'core-is-the-bottom',
      comment: 'core imports no other package.',
      severity: 'error',
      from: { path: '^packages/core/src/' },
      to: { path: '^packages/', pathNot: '^packages/core/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|output|build|fixtures|node_modules)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
    },
  },
};
