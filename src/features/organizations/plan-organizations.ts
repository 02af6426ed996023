import type { OrganizationKind } from './api.ts'
import { mayStandBelow } from './kinds.ts'
import { kindLabels, type SheetOrganization } from './organization-sheet.ts'
import { countFates, type Fate, type ImportOutcome, type RowFault } from './plan.ts'

/** What of an organisation that is there already decides about a row. */
export type KnownOrganization = {
  id: string
  code: string
  kind: OrganizationKind
  name: string
  shortName: string
  parentId: string | null
  status: string
  sort: number
}

export type OrganizationStep =
  | { do: 'create'; row: SheetOrganization; parentCode: string }
  | { do: 'rename'; id: string; name: string; shortName: string; sort: number }

/** What stands in a sheet and what is in the county, as one: by code, the county's own first. */
type Place = { kind: OrganizationKind; name: string; parentCode: string | null; status: string }

/**
 * Judges the rows of a sheet against what is there. Pure: the preview and the import ask the same. A row below a
 * bad one is bad too, so that the good rows alone can always be imported.
 * @returns the steps in order, parents first, and what becomes of the rows
 */
export function planOrganizations(
  known: readonly KnownOrganization[],
  rows: readonly SheetOrganization[],
): { steps: OrganizationStep[]; outcome: ImportOutcome } {
  const root = known.find(({ kind }) => kind === 'county')
  if (!root) throw new Error('the county has no root organisation')
  const byCode = new Map(known.map((one) => [one.code, one]))
  const codeOf = new Map(known.map(({ id, code }) => [id, code]))
  const places = new Map<string, Place>(
    known.map(({ code, kind, name, status, parentId }) => [
      code,
      { kind, name, status, parentCode: parentId && (codeOf.get(parentId) ?? null) },
    ]),
  )
  const names = new Map<string, string>(
    [...places]
      .filter(([, { status }]) => status === 'active')
      .map(([code, place]) => [nameKey(place), code]),
  )
  const steps: OrganizationStep[] = []
  const fates: Fate[] = []
  const faults: RowFault[] = []
  const seen = new Set<string>()

  // Only townships and their like have something below them, so whatever is a parent in the sheet comes first.
  const order = [...rows.keys()].sort((a, b) => depth(rows[a]!) - depth(rows[b]!) || a - b)
  for (const index of order) {
    const row = rows[index]!
    const there = byCode.get(row.code)
    const place: Place = {
      kind: row.kind,
      name: row.name,
      status: 'active',
      parentCode: (there && places.get(row.code)?.parentCode) ?? row.parentCode ?? root.code,
    }
    const fault = seen.has(row.code)
      ? { column: 'code', reason: `编码「${row.code}」在表里重复，请改正` }
      : ((there ? differs(there, row, place) : misplaced(place, row.parentCode, places)) ?? twin())
    if (fault) {
      faults.push({ index, ...fault })
      continue
    }
    seen.add(row.code)
    // A name that is given up is free for another.
    if (there) names.delete(nameKey({ ...place, name: there.name }))
    places.set(row.code, place)
    names.set(nameKey(place), row.code)
    const step = there
      ? renaming(there, row)
      : ({ do: 'create', row, parentCode: place.parentCode! } as const)
    if (step) steps.push(step)
    fates.push(there ? (step ? 'changed' : 'unchanged') : 'created')

    function twin(): Omit<RowFault, 'index'> | undefined {
      const twinCode = names.get(nameKey(place))
      if (twinCode === undefined || twinCode === row.code) return undefined
      return { column: 'name', reason: `同一上级下已有「${row.name}」，编码是 ${twinCode}，请核对编码` }
    }
  }
  faults.sort((a, b) => a.index - b.index)
  return { steps, outcome: countFates(fates, faults) }
}

type Fault = Omit<RowFault, 'index'>

const depth = (row: SheetOrganization): number =>
  row.kind === 'township' || row.kind === 'street' || row.kind === 'committee' ? 0 : 1

const nameKey = ({ name, parentCode }: Place): string => `${parentCode}\n${name}`

function differs(there: KnownOrganization, row: SheetOrganization, place: Place): Fault | undefined {
  if (there.status !== 'active')
    return { column: 'code', reason: `编码「${row.code}」属于已撤并的「${there.name}」，请换一个编码` }
  if (there.kind !== row.kind)
    return {
      column: 'kind',
      reason: `系统里「${there.name}」是${kindLabels[there.kind]}，类别不能改，请核对编码`,
    }
  if (row.parentCode !== undefined && row.parentCode !== place.parentCode)
    return {
      column: 'parentCode',
      reason: `系统里「${there.name}」的上级编码是 ${place.parentCode}，上级不能在这里改，请核对`,
    }
  return undefined
}

function misplaced(
  place: Place,
  parentCode: string | undefined,
  places: ReadonlyMap<string, Place>,
): Fault | undefined {
  const parent = places.get(place.parentCode ?? '')
  if (!parent)
    return { column: 'parentCode', reason: '系统里和表里都没有这个上级编码，或上级那一行有错，请核对' }
  if (parent.status !== 'active')
    return { column: 'parentCode', reason: `上级「${parent.name}」已撤并，请改为接续它的单位` }
  if (mayStandBelow(place.kind, parent.kind)) return undefined
  return parentCode === undefined
    ? { column: 'parentCode', reason: `${kindLabels[place.kind]}必须填所属乡镇（街道、管委会）的编码` }
    : {
        column: 'parentCode',
        reason: `${kindLabels[place.kind]}不能放在${kindLabels[parent.kind]}「${parent.name}」下面，请核对`,
      }
}

/** Empty cells leave what is there; a short name that was only the full name follows it. */
function renaming(there: KnownOrganization, row: SheetOrganization): OrganizationStep | undefined {
  const followed = there.shortName === there.name ? row.name : there.shortName
  const { name, shortName = followed, sort = there.sort } = row
  const same = name === there.name && shortName === there.shortName && sort === there.sort
  return same ? undefined : { do: 'rename', id: there.id, name, shortName, sort }
}
