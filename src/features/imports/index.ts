/** What the apps use of imports. */
export { ImportKind } from './api.ts'
export { type Imported, importFile, previewFile, type SheetFile } from './import-file.ts'
export { importerOf, importingAs } from './kinds.ts'
export type { Reading } from './reading.ts'
export { type ImportsDeps, importsRoutes } from './routes.ts'
export { writeRejected } from './write-rejected.ts'
