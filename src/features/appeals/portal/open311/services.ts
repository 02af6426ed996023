import { sql } from 'kysely'
import { DictionaryValue } from '#platform/rules/index.ts'
import { type AppealPortal, listPlaces, type PlaceChoice } from '../portal.ts'
import type { Value } from './format.ts'

/** A field of appeals, as a service that may be asked for. */
export type Service = { code: string; label: string; group: string }

/** What is published about a rectification stands under this one; nobody asks for it. */
export const PUBLISHED: Service = { code: 'rectification', label: '整改公示', group: '公示' }

export async function listServices({ portal }: AppealPortal, countyId: number): Promise<Service[]> {
  const today = new Date(portal.deps.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const { rows } = await portal.deps.database.readOnce(countyId, (tx) =>
    sql<{ fields: unknown }>`SELECT list_appeal_fields(${today}::date) AS fields`.execute(tx),
  )
  const fields = DictionaryValue.safeParse(rows[0]?.fields)
  return (fields.data ?? []).map(({ code, label, group }) => ({ code, label, group: String(group ?? '') }))
}

export const serviceRecord = ({ code, label, group }: Service): Value => ({
  service_code: code,
  service_name: label,
  description:
    code === PUBLISHED.code
      ? '巡察等发现的问题怎样整改，只能查看'
      : `反映“${label}”方面的事，交登记人筛查后办理`,
  metadata: code !== PUBLISHED.code,
  type: code === PUBLISHED.code ? 'batch' : 'blackbox',
  keywords: [label, group].filter((word) => word !== '').join(','),
  group,
})

export const VILLAGE = 'village'
export const OPENNESS = 'openness'
export const openness = [
  ['registrar', '只有登记人知道我是谁'],
  ['handler', '可以告诉办事的单位我是谁'],
  ['anonymous', '不说我是谁'],
] as const

/** What is asked beside the fields that every request has: the village, and who may know who it was. */
export async function definitionOf(appeals: AppealPortal, countyId: number, code: string): Promise<Value> {
  const places = code === PUBLISHED.code ? [] : await listPlaces(appeals, countyId)
  return { service_code: code, attributes: places.length === 0 ? [] : attributes(places) }
}

const attribute = (
  order: number,
  code: string,
  description: string,
  values: Value,
  required: boolean,
): Value => ({
  ...{ variable: true, code, datatype: 'singlevaluelist', required, datatype_description: '从列表中选一个' },
  ...{ order, description, values },
})

const attributes = (places: readonly PlaceChoice[]): Value => [
  attribute(
    1,
    VILLAGE,
    '哪个村（社区）；不知道时选乡镇',
    places.map(({ id, name, townshipId, isTownship }) => {
      const township = isTownship ? undefined : places.find((place) => place.id === townshipId)
      return { key: id, name: township ? `${township.name} ${name}` : name }
    }),
    true,
  ),
  attribute(
    2,
    OPENNESS,
    '谁可以知道您是谁',
    openness.map(([key, name]) => ({ key, name })),
    false,
  ),
]
