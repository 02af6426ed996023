export { boundarySeed } from './boundary.seed.ts'
export type { UploadDeps } from './finish.ts'
export { registerUploads, type Uploads } from './routes.ts'
export { findUpload, type Upload } from './rows.ts'
