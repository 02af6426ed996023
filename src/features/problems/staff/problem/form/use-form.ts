import { useState } from 'react'
import { dropDraft, keepDraft, keptDraft } from '#ui/draft.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import { acts } from '../../../schema.ts'
import { crossFaults } from '../acts/cross-checks.ts'
import { type Known, type Setting, settings } from '../acts/settings.ts'
import { cleaned, type Fault, faultsOf, type Values } from './faults.ts'

export type ActForm = {
  act: ProblemAct
  values: Values
  change: (path: string, value: unknown) => void
  /** Everything wrong or missing, whether it is shown yet or not. */
  faults: Fault[]
  /** What is wrong with the field, once somebody has been there or has tried to submit. */
  faultAt: (path: string) => Fault | undefined
  visit: (path: string) => void
  revealAll: () => void
  /** Faults that only the server could find; each goes away when its field is changed. */
  setServerFaults: (faults: Fault[]) => void
  restored: boolean
  startOver: () => void
  forget: () => void
  /** What is sent, without the command's id and version. */
  body: () => Values
}

const settingsOf = (act: ProblemAct): Record<string, Setting> => settings[act]

export function startValues(act: ProblemAct, known: Known): Values {
  const entries = Object.entries(settingsOf(act)).map(([name, { start }]) => [name, start?.(known)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null))
}

/** Typed values as the API wants them: fields that are not asked are left out, 元 become 分. */
export function bodyOf(act: ProblemAct, values: Values): Values {
  const asked = Object.entries(settingsOf(act)).flatMap(([name, { when, money }]): [string, unknown][] => {
    const value = values[name]
    if (value === undefined || (when && !when(values))) return []
    return [[name, money && typeof value === 'number' ? Math.round(value * 100) : value]]
  })
  return cleaned(Object.fromEntries(asked))
}

function allFaults(act: ProblemAct, values: Values, known: Known): Fault[] {
  const body = bodyOf(act, values)
  const needed = Object.entries(settingsOf(act))
    .filter(([name, setting]) => setting.needed?.(values) && body[name] === undefined)
    .map(([path]): Fault => ({ path, reason: 'required' }))
  const faults = [...faultsOf(acts[act], body), ...needed, ...crossFaults(act, body, known)]
  return faults.filter((fault, i) => faults.findIndex(({ path }) => path === fault.path) === i)
}

/** The form of one act: what is typed, what is wrong with it, and the draft that outlives an ended session. */
export function useActForm(act: ProblemAct, known: Known): ActForm {
  // What a link filled in is a draft of its own.
  const draftOf = known.problem?.id ?? (known.given ? `new ${JSON.stringify(known.given.appealIds)}` : 'new')
  const [kept] = useState(() => keptDraft<Values>(draftOf, act))
  const [values, setValues] = useState<Values>(() => ({
    ...startValues(act, known),
    ...known.given,
    ...kept,
  }))
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set())
  const [revealed, setRevealed] = useState(false)
  const [restored, setRestored] = useState(kept !== null)
  const [serverFaults, setServerFaults] = useState<Fault[]>([])
  const faults = [...allFaults(act, values, known), ...serverFaults]
  const change = (path: string, value: unknown) => {
    const next = withValueAt(values, path.split('.'), value) as Values
    setValues(next)
    setServerFaults((before) => before.filter((fault) => fault.path !== path))
    keepDraft(draftOf, act, next)
  }
  return {
    act,
    values,
    change,
    faults,
    faultAt: (path) => {
      const fault = faults.find((f) => f.path === path)
      return fault && (revealed || visited.has(path) || serverFaults.includes(fault)) ? fault : undefined
    },
    visit: (path) => setVisited((before) => (before.has(path) ? before : new Set(before).add(path))),
    revealAll: () => setRevealed(true),
    // Faults of no field stand in the refusal; here they could never be mended.
    setServerFaults: (found) =>
      setServerFaults(found.filter(({ path }) => (path.split('.')[0] ?? '') in settingsOf(act))),
    restored,
    startOver: () => {
      dropDraft(draftOf, act)
      setValues({ ...startValues(act, known), ...known.given })
      setVisited(new Set())
      setRevealed(false)
      setRestored(false)
    },
    forget: () => dropDraft(draftOf, act),
    body: () => bodyOf(act, values),
  }
}

/** A copy with one value replaced; numbers in the path are places in a list. */
export function withValueAt(into: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(into))
    return into.map((item, i) => (i === Number(key) ? withValueAt(item, rest, value) : item))
  const fields = (into ?? {}) as Values
  return { ...fields, [key]: withValueAt(fields[key], rest, value) }
}

export const valueAt = (values: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (at as Values | undefined)?.[key], values)
