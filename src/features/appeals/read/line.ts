import { sql } from 'kysely'
import type { Clock } from '#platform/clock/index.ts'
import type { AppealRow } from '../row.ts'
import type { AppealLine } from '../views.ts'
import { selfEnding } from './running.ts'

export const lineColumns = sql`p.id, p.number, p.version, p.state, p.channel, p.track, p.nature, p.urgency, p.field_code, p.title,
  p.place_id, p.township_id, p.handler_id, p.assistant_ids, p.received_on, p.due_at, p.due_kind, p.clocks, p.redos,
  p.about_village, p.created_at, p.people + (SELECT coalesce(sum(j.people), 0)::int FROM appeals j
    WHERE j.county_id = p.county_id AND j.main_id = p.id) AS people`

export type LineRow = Pick<
  AppealRow,
  | 'id'
  | 'number'
  | 'version'
  | 'state'
  | 'channel'
  | 'track'
  | 'nature'
  | 'urgency'
  | 'field_code'
  | 'title'
  | 'place_id'
  | 'township_id'
  | 'handler_id'
  | 'assistant_ids'
  | 'received_on'
  | 'due_kind'
  | 'clocks'
  | 'redos'
  | 'about_village'
  | 'created_at'
  | 'people'
> & { due_at: Date | number }

type Places = ReadonlyMap<string, { name: string }>

export const named = (places: Places, id: string) => ({ id, name: places.get(id)?.name ?? '' })

export function lineOf(row: LineRow, places: Places, now: Date): AppealLine {
  const of = (id: string | null) => (id === null ? null : named(places, id))
  return {
    ...{ id: row.id, number: row.number, version: row.version, state: row.state },
    channel: row.channel as AppealLine['channel'],
    ...{ track: row.track, nature: row.nature, urgency: row.urgency, fieldCode: row.field_code },
    ...{ title: row.title, place: named(places, row.place_id), township: of(row.township_id) },
    ...{ handler: of(row.handler_id), people: row.people, receivedOn: row.received_on },
    dueAt: row.due_at instanceof Date ? row.due_at.toISOString() : null,
    ...{ dueKind: row.due_kind, colour: colourOf(row, now) },
    ...{ redos: row.redos, aboutVillage: row.about_village, createdAt: row.created_at.toISOString() },
  }
}

/** Amber from half of its time on, red once it is over (domain.md 3.3); of clocks that somebody has to meet. */
export function colourOf(
  {
    due_at,
    due_kind,
    clocks,
  }: { due_at: Date | number; due_kind: string | null; clocks: Record<string, Clock> },
  now: Date,
): AppealLine['colour'] {
  if (!(due_at instanceof Date) || due_kind === null || selfEnding.includes(due_kind)) return 'none'
  if (due_at < now) return 'red'
  const started = clocks[due_kind]?.startedAt
  if (!started) return 'none'
  const begun = Date.parse(started)
  return now.getTime() - begun >= (due_at.getTime() - begun) / 2 ? 'amber' : 'none'
}
