/** What the apps use of imports. */
export { ImportKind } from './api.ts'
export { importFile, type Order, previewFile, type SheetFile } from './import-file.ts'
export { type Importing, importerOf, importingAs } from './kinds.ts'
export type { Fault, Reading } from './reading.ts'
export { type ImportsDeps, importsRoutes } from './routes.ts'
export { writeRejected } from './write-rejected.ts'
