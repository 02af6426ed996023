export type { MaskKind } from './hit.ts'
export { type Masked, type MaskOptions, masker, maskText } from './mask-text.ts'
