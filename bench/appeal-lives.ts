/**
 * The lives that generated appeals lead, each as often of a hundred as its number says: the acts in their order. What
 * each act leads to stands below; `src/features/appeals/lifecycle.ts` allows every one of them.
 */
const handled = 'dispatch sign contact answer pass'
export const lives = {
  solved: [35, `register ${handled} solved archive`],
  web: [2, `receive pass_in ${handled} solved archive`],
  rated: [6, `register ${handled} solved rate archive`],
  silent: [6, `register ${handled} solved_silent archive`],
  no_basis: [4, `register ${handled} no_basis archive`],
  unsolved: [3, `register ${handled} unsolved archive`],
  redone: [6, `register ${handled} redo answer pass solved archive`],
  objected: [3, `register ${handled} solved object keep archive`],
  returned: [4, `register dispatch ask_return agree ${handled} solved archive`],
  reassigned: [2, `register dispatch sign reassign sign contact answer pass solved archive`],
  suspended: [4, `register dispatch sign contact suspend resume answer pass solved archive`],
  suspended_again: [1, `register ${handled} redo suspend resume answer pass solved archive`],
  excluded: [3, `register dispatch sign contact exclude answer pass solved archive`],
  unreached: [3, `register ${handled} call call call unreached archive`],
  none_left: [2, 'register dispatch sign contact_none answer pass call call call unreached archive'],
  reclassified: [2, `register ${handled} solved reclassify archive`],
  joined: [3, 'register join'],
  joined_late: [1, 'register dispatch join'],
  refused: [2, 'register refuse archive'],
  at_once: [5, 'register at_once archive'],
  withdrawn: [1, 'register dispatch withdraw'],
  diverted: [1, 'register dispatch divert'],
  set_aside: [1, 'receive set_aside'],
} as const satisfies Record<string, readonly [number, string]>

/** Where an act leads (null: nowhere), how many hours it takes to come to it, and when that is due. */
const acts: Record<string, { to: string | null; hours: number; due?: number }> = {
  register: { to: 'registered', hours: 0, due: 8 },
  receive: { to: 'screening', hours: 0, due: 24 },
  pass_in: { to: 'registered', hours: 3, due: 8 },
  set_aside: { to: 'set_aside', hours: 5 },
  dispatch: { to: 'dispatched', hours: 4, due: 24 },
  sign: { to: 'signed', hours: 14, due: 24 },
  contact: { to: 'handling', hours: 6, due: 72 },
  contact_none: { to: 'handling', hours: 6, due: 72 },
  reassign: { to: 'dispatched', hours: 3, due: 24 },
  ask_return: { to: 'returning', hours: 4, due: 24 },
  agree: { to: 'registered', hours: 4, due: 8 },
  answer: { to: 'answered', hours: 45, due: 24 },
  pass: { to: 'callback', hours: 10, due: 48 },
  call: { to: null, hours: 5 },
  solved: { to: 'closed', hours: 16, due: 360 },
  solved_silent: { to: 'closed', hours: 16, due: 360 },
  unsolved: { to: 'closed', hours: 16, due: 360 },
  no_basis: { to: 'closed', hours: 16, due: 360 },
  unreached: { to: 'closed', hours: 6, due: 360 },
  at_once: { to: 'closed', hours: 0.2, due: 360 },
  rate: { to: null, hours: 60 },
  reclassify: { to: null, hours: 30 },
  redo: { to: 'handling', hours: 16, due: 72 },
  object: { to: 'objected', hours: 90, due: 48 },
  keep: { to: 'closed', hours: 30, due: 360 },
  suspend: { to: 'suspended', hours: 50, due: 1500 },
  resume: { to: 'handling', hours: 900, due: 72 },
  exclude: { to: null, hours: 20 },
  join: { to: 'joined', hours: 2 },
  refuse: { to: 'refused', hours: 5, due: 360 },
  withdraw: { to: 'withdrawn', hours: 3 },
  divert: { to: 'diverted', hours: 6 },
  archive: { to: 'archived', hours: 360 },
}

export type LifeStep = {
  life: string
  n: number
  act: string
  state: string
  /** Whether the state is another than before. */
  moved: boolean
  hours: number
  due: number | null
  round: number
  /** Who has it then: the first handler, the one it went to afterwards, nobody yet. */
  holder: 'first' | 'second' | null
}

export const lifeSteps: LifeStep[] = Object.entries(lives).flatMap(([life, [, line]]) => {
  let before: Pick<LifeStep, 'state' | 'round' | 'holder'> = { state: '', round: 1, holder: null }
  let dispatches = 0
  return line.split(' ').map((act, n) => {
    const spec = acts[act]
    if (!spec) throw new Error(`no act ${act}`)
    const state = spec.to ?? before.state
    const goesOut = act === 'dispatch' || act === 'reassign'
    if (goesOut) dispatches++
    const gone = act === 'agree' || act === 'divert'
    const holder = goesOut ? (dispatches > 1 ? 'second' : 'first') : gone ? null : before.holder
    const moved = state !== before.state || goesOut
    before = { state, round: before.round + (act === 'redo' ? 1 : 0), holder }
    return { life, n, act, moved, hours: spec.hours, due: spec.due ?? null, ...before }
  })
})

/** A hundred names of lives, each as often as it is met. */
export const lifeNames: string[] = Object.entries(lives).flatMap(([life, [often]]) =>
  Array.from({ length: often }, () => life),
)
