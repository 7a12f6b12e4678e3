// Who may import whom, type-only imports included. `npm run check:layers`.

const SRC = '^apps/api/src/';

/** From the top: each imports from those below it. Those on one line don't know each other. */
const LAYERS = [
  ['app'],
  ['features'],
  ['signing', 'storage', 'limits'],
  ['access'],
  ['tenancy'],
  ['platform'],
];

/** Features that build on others. */
const BUILT_ON = {
  batches: ['deletions', 'downloads', 'heads', 'upload-forms', 'uploads'],
  'multipart-uploads': ['uploads'],
  'object-copies': ['multipart-uploads', 'uploads'],
  tutorial: ['downloads'],
  'upload-forms': ['uploads'],
  'upload-sessions': ['multipart-uploads', 'upload-forms', 'uploads'],
  uploads: ['confirmations'],
  uppy: ['multipart-uploads', 'upload-forms', 'upload-sessions', 'uploads'],
};

const layerRules = LAYERS.flatMap((names, index) =>
  names.map((name) => {
    const allowed = [name, ...LAYERS.slice(index + 1).flat()].join('|');
    return {
      name: `layer-${name}`,
      comment: `${name} imports from the layers below it only.`,
      severity: 'error',
      from: { path: `${SRC}${name}/` },
      to: { path: '^apps/', pathNot: `${SRC}(${allowed})/` },
    };
  }),
);

const featureRules = Object.entries(BUILT_ON).map(([name, others]) => ({
  name: `feature-${name}`,
  comment: 'A feature imports from those that BUILT_ON lists only.',
  severity: 'error',
  from: { path: `${SRC}features/${name}/` },
  to: { path: `${SRC}features/`, pathNot: `${SRC}features/(${[name, ...others].join('|')})/` },
}));

export default {
  forbidden: [
    ...layerRules,
    ...featureRules,
    {
      name: 'feature',
      comment: 'A feature imports from no other.',
      severity: 'error',
      from: {
        path: `${SRC}features/([^/]+)/`,
        pathNot: `${SRC}features/(${Object.keys(BUILT_ON).join('|')})/`,
      },
      to: { path: `${SRC}features/`, pathNot: `${SRC}features/$1/` },
    },
    {
      name: 'library',
      comment: 'Libraries know no application.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'client',
      comment: 'The client library stands alone, and is all that its command knows.',
      severity: 'error',
      from: { path: '^(libs/client|apps/presign-cli)/' },
      to: { path: '^(apps|libs)/', pathNot: '^(libs/client|apps/presign-cli)/' },
    },
    {
      name: 'secrets-manager',
      comment: 'The client of Secrets Manager is the Lambda function’s alone.',
      severity: 'error',
      from: { pathNot: '^apps/lambda/' },
      to: { path: 'client-secrets-manager' },
    },
    { name: 'cycle', comment: 'No cycles.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'unresolved',
      comment: 'An import that is not found is not checked either.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^#' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: new URL('tsconfig.json', import.meta.url).pathname },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.spec\\.ts$|/testing/|^test/|^apps/local/page/)' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'node', 'import', 'default'],
      exportsFields: ['exports'],
    },
  },
};
