export { type MaskKind, maskKinds } from './hit.ts'
export { type Masked, type MaskHit, type MaskOptions, masker, maskText } from './mask-text.ts'
