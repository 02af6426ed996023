/**
 * Import zones. Every rule says in a sentence why it stands, for whoever trips over it. Types count as imports too:
 * a zone that may not know a thing may not know its shape either.
 */
const pure = ['^src/features/.+/(lifecycle|schema|decide|policy)\\.ts$', '^src/features/[^/]+/acts/']
const serverSide = [
  '^src/platform/(database|jobs|files)/',
  '^src/features/.+/(store|routes|jobs)\\.ts$',
  'node_modules/(pg|kysely|fastify|pg-boss)/',
]
// Pages of the portal are rendered on the server: nothing of portal/ runs in a browser.
const screens = '^src/features/[^/]+/(staff|field)/'
const tests = '\\.test\\.tsx?$'

module.exports = {
  forbidden: [
    {
      name: 'pure-files-stay-pure',
      comment:
        'lifecycle, schema, decide, policy and acts are read by server and browser and tested without a database: they take what they need as arguments and import no database, HTTP, React, Node or clock of the machine.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { path: [...serverSide, '.tsx$', 'node_modules/(react|react-dom|antd)/'] },
    },
    {
      name: 'pure-files-use-no-node',
      comment: 'pure files also run in the browser, which has no Node modules.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'platform-and-ui-know-no-feature',
      comment:
        'platform and ui know no domain word: a capability hands them what they need (a lifecycle, a column list, a label) instead of being imported.',
      severity: 'error',
      from: { path: '^src/(platform|ui)/', pathNot: tests },
      to: { path: '^src/(features|apps)/' },
    },
    {
      name: 'features-meet-at-their-door',
      comment:
        "a feature uses another one only through that one's index.ts (in the browser: its api.ts, the contract, or the index.ts of its screens), so that everything behind the door can change.",
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: tests },
      to: {
        path: '^src/features/',
        pathNot: '^src/features/($1/|[^/]+/(index|api|(staff|portal|field)/index)\\.ts$)',
      },
    },
    {
      name: 'features-import-no-app',
      comment: 'apps put features together; a feature that imports an app turns that around.',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/apps/' },
    },
    {
      name: 'screens-never-touch-a-store',
      comment:
        'screens run in the browser and reach data through the API only; a store, route or database import would ship server code to every phone.',
      severity: 'error',
      from: { path: [screens, '^src/ui/'] },
      to: { path: serverSide },
    },
    {
      name: 'screens-reach-no-server-code',
      comment:
        "what a screen imports must not lead to server code either: go through the contract (api.ts), not through a feature's index.ts.",
      severity: 'error',
      from: { path: [screens, '^src/ui/'] },
      to: { path: serverSide, reachable: true },
    },
    {
      name: 'program-imports-no-test',
      comment: 'what ships never imports tests, benchmarks or tools.',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: ['^(tests|bench|tools)/', tests] },
    },
    {
      name: 'no-circles',
      comment: 'files that import each other in a circle cannot be understood, or loaded, one at a time.',
      severity: 'error',
      from: { path: '^(src|tests|tools|bench|examples)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'imports-exist',
      comment: 'the file or package does not exist (what begins with virtual: is made while building).',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts', '.d.mts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
