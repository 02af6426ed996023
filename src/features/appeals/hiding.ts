import { type MaskKind, masker } from '#platform/masking/index.ts'
import type { Identity } from './identity.ts'
import type { Matter } from './schema.ts'

/** The text with only those of the masker's findings hidden that are wanted. */
function hide(
  mask: ReturnType<typeof masker>,
  text: string,
  isWanted: (kind: MaskKind, found: string) => boolean,
): string {
  return mask(text)
    .hits.filter(({ kind, from, to }) => isWanted(kind, text.slice(from, to)))
    .reduceRight((out, { from, to, shown }) => out.slice(0, from) + shown + out.slice(to), text)
}

/** Other people's names and places are what a matter is about; whoever handles it has to know them. */
const isNumber = (kind: MaskKind): boolean => kind !== 'name' && kind !== 'address'

const anything = masker({})

/** Telephone, identity and bank numbers in what people write are hidden before it is kept (domain.md 7.1). */
export const withoutNumbers = (text: string): string => hide(anything, text, isNumber)

/**
 * The matter as everybody who works on it reads it: the name and address of who spoke, and whatever number of anybody
 * stands in it, are hidden; in the sealed part it stays as it was written (domain.md 7.1).
 */
export function withoutNames(matter: Matter, identity: Identity): Matter {
  const known = [identity.name, identity.address].filter((text): text is string => (text?.length ?? 0) > 1)
  const mask = masker({ known })
  const hidden = (text: string) => hide(mask, text, (kind, found) => isNumber(kind) || known.includes(found))
  return {
    ...matter,
    title: hidden(matter.title),
    cause: hidden(matter.cause),
    ...(matter.course && { course: hidden(matter.course) }),
    ...(matter.placeDetail && { placeDetail: hidden(matter.placeDetail) }),
  }
}
