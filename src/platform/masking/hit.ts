/** What is masked, by what it tells about somebody. */
export const maskKinds = [
  'name',
  'phone',
  'identity',
  'bank',
  'plate',
  'email',
  'account',
  'address',
  'birth',
  'passport',
] as const
export type MaskKind = (typeof maskKinds)[number]

/** From a UTF-16 unit of a text to before another. */
export type Place = { from: number; to: number }
export type Found = Place & { kind: MaskKind }
