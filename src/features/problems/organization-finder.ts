import type { OrganizationLine } from '#features/organizations/api.ts'

export type NamedPlace = Pick<
  OrganizationLine,
  'id' | 'code' | 'kind' | 'name' | 'shortName' | 'parentId' | 'status'
>

type Cells = { organizationCode?: string | undefined; organizationName?: string | undefined }
export type Found = { id: string } | { column: 'organizationCode' | 'organizationName'; reason: string }

/**
 * Finds the organisation that a row names by code, by name, or by both: full or short name, with or without what it
 * stands below (石桥镇上河村). Names that fit several are refused with the codes to choose from.
 */
export function organizationFinder(places: readonly NamedPlace[]): (cells: Cells) => Found {
  const byId = new Map(places.map((place) => [place.id, place]))
  const byCode = new Map(places.map((place) => [place.code, place]))
  const above = (place: NamedPlace) => (place.parentId === null ? undefined : byId.get(place.parentId))
  const byName = new Map<string, NamedPlace[]>()
  for (const place of places)
    for (const name of namesOf(place, above(place))) byName.set(name, [...(byName.get(name) ?? []), place])
  const said = (place: NamedPlace) => `${above(place)?.name ?? ''}${place.name}（编码 ${place.code}）`

  function byNameOnly(text: string): Found {
    const all = byName.get(plain(text)) ?? []
    const active = all.filter(({ status }) => status === 'active')
    const called = active.filter(({ name }) => plain(name) === plain(text))
    const fitting = called.length === 1 ? called : active
    const column = 'organizationName'
    const [only] = fitting
    if (only && fitting.length === 1) return { id: only.id }
    if (only)
      return {
        column,
        reason: `有 ${fitting.length} 个同名单位，请在「单位编码」写明是哪一个：${fitting.slice(0, 10).map(said).join('、')}`,
      }
    if (all.length > 0) return { column, reason: `「${text}」已撤并，请改为接续它的单位` }
    return { column, reason: `本县没有叫「${text}」的单位，请核对名称，或改填单位编码` }
  }

  return ({ organizationCode: code, organizationName: name }) => {
    if (code === undefined)
      return name === undefined
        ? { column: 'organizationName', reason: '不能为空，单位编码和单位名称至少填一个' }
        : byNameOnly(name)
    const column = 'organizationCode'
    const place = byCode.get(code)
    if (!place) return { column, reason: `本县没有编码为「${code}」的单位，请核对` }
    if (place.status !== 'active') return { column, reason: `「${place.name}」已撤并，请改为接续它的单位` }
    if (name !== undefined && !namesOf(place, above(place)).has(plain(name)))
      return {
        column,
        reason: `编码「${code}」是「${place.name}」，与单位名称「${name}」不符，请改正其中一个`,
      }
    return { id: place.id }
  }
}

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '')

const namesOf = (place: NamedPlace, above: NamedPlace | undefined): Set<string> => {
  const own = [plain(place.name), plain(place.shortName)]
  return new Set(above ? [...own, plain(above.name) + own[0]] : own)
}
