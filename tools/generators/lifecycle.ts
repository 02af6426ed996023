import { type ActRow, actsIn, type Lifecycle, statesOf } from '#platform/lifecycle/lifecycle.ts'
import { type MatrixPerson, permissionMatrix, stateDiagram } from '#platform/lifecycle/matrix.ts'

/** A lifecycle with the words of its users and the people whose rights are to be reviewed. */
export type LifecycleSubject<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
> = {
  title: string
  /** Where the table stands, as a path from the root of the repository. */
  source: string
  lifecycle: Lifecycle<S, A, P, N, C>
  words: {
    states: Record<S, string>
    acts: Record<A, string>
    parties: Record<P, string>
    clocks: Record<C, string>
    /** What people are told when the precondition does not hold. */
    missing: Record<N, string>
  }
  /** One line a person: name in the matrix, and who that is. */
  people: readonly { name: string; is: string }[]
  /** Kinds of case that the policy treats differently, each with what everybody is to it. */
  cases: readonly { title: string; people: readonly MatrixPerson<P>[] }[]
}

/**
 * The lifecycle as a page to be reviewed: diagram, states, who may do what and where it leads, and the answers of
 * the policy for named people. A diff of this page is the review of a change of rights.
 */
export function lifecyclePage<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(subject: LifecycleSubject<S, A, P, N, C>): string {
  const { title, source, lifecycle, words } = subject
  return `${[
    `# ${title}`,
    `Made by \`npm run generate\` from \`${source}\`; not written by hand. \`npm run check\` fails when it is out of date.`,
    '## Diagram 状态图',
    'Acts that stay in their state are in the tables below.',
    ['```mermaid', diagram(subject), '```'].join('\n'),
    '## States 状态',
    table(
      ['state', '状态', 'whose move', 'clock', 'when it runs out'],
      statesOf(lifecycle).map((state) => stateLine(subject, state)),
    ),
    '## Acts 动作',
    '`apart from`: whoever did one of these in the present round may not do this act.',
    ...actTables(subject),
    '## What an act may still need 办理条件',
    table(['need', 'told when it does not hold'], byCode(words.missing)),
    '## Who may do what 权限表',
    'Answers of the policy for named people, every need taken as met and nobody having acted before.',
    table(
      ['person', 'who that is'],
      subject.people.map(({ name, is }) => [`\`${name}\``, is]),
    ),
    ...subject.cases.flatMap(({ title: of, people }) => [`### ${of}`, matrix(subject, people)]),
  ].join('\n\n')}\n`
}

type Any = LifecycleSubject<string, string, string, string, string>

function diagram({ lifecycle, words }: Any): string {
  return stateDiagram(
    lifecycle,
    (state) => words.states[state] ?? state,
    (act) => words.acts[act] ?? act,
  )
}

function stateLine({ lifecycle, words }: Any, state: string): string[] {
  const { owner, clock, onLeave, expires, ends } = lifecycle.states[state] ?? { owner: null, clock: null }
  const runs = clock
    ? `\`${clock}\` ${words.clocks[clock]}${onLeave === 'hold' ? ', held on leaving' : ''}`
    : ''
  return [
    `\`${state}\``,
    words.states[state] ?? '',
    ends ? 'nobody: an end' : owner ? `\`${owner}\` ${words.parties[owner]}` : 'nobody',
    runs,
    expires ? `the clock does \`${expires}\`` : '',
  ]
}

type Row = ActRow<string, string, string, string>
type Placed = { state: string; act: string; row: Row }

/** Acts that are alike in many states stand once, with the states they are possible in; the others by state. */
function actTables(subject: Any): string[] {
  const { lifecycle, words } = subject
  const alike = new Map<string, Placed[]>()
  for (const [act] of Object.entries(words.acts))
    for (const state of statesOf(lifecycle)) {
      const row = lifecycle.table[state]?.[act]
      if (row) {
        const key = JSON.stringify([act, { ...row, to: row.to === state ? '' : row.to }])
        alike.set(key, [...(alike.get(key) ?? []), { state, act, row }])
      }
    }
  const shared = [...alike.values()].filter((placed) => placed.length >= 5)
  const isShared = (state: string, act: string) =>
    shared.some((placed) => placed.some((one) => one.state === state && one.act === act))
  const heads = ['act', '动作', 'by', 'leads to', 'needs', 'apart from']
  const begins = Object.entries(lifecycle.begins).flatMap(([act, row]) => (row ? [{ act, row }] : []))
  return [
    '### Beginning a case 建立',
    table(
      heads,
      begins.map(({ act, row }) => actLine(subject, { state: '', act, row })),
    ),
    '### Alike in many states 各状态相同',
    table(
      [...heads, 'in'],
      shared.map((placed) => [...actLine(subject, placed[0]!), whereIs(placed, statesOf(lifecycle))]),
    ),
    ...statesOf(lifecycle).flatMap((state) => {
      const own = actsIn(lifecycle, state).filter(([act]) => !isShared(state, act))
      if (own.length === 0) return []
      return [
        `### \`${state}\` ${words.states[state]}`,
        table(
          heads,
          own.map(([act, row]) => actLine(subject, { state, act, row })),
        ),
      ]
    }),
  ]
}

/** The states, or those that are left out where they are the fewer. */
function whereIs(placed: readonly Placed[], all: readonly string[]): string {
  const list = (states: readonly string[]) => states.map((state) => `\`${state}\``).join(' ')
  const inside = placed.map(({ state }) => state)
  const outside = all.filter((state) => !inside.includes(state))
  if (outside.length === 0) return 'every state'
  return outside.length < inside.length ? `every state but ${list(outside)}` : list(inside)
}

function actLine({ words }: Any, { state, act, row }: Placed): string[] {
  const codes = (list: readonly string[] = []) => list.map((code) => `\`${code}\``).join(' ')
  const leads = [
    row.to === state ? 'stays' : `\`${row.to}\` ${words.states[row.to]}`,
    ...(row.newRound ? ['a new round begins'] : []),
    ...(row.restart ? ['every clock ends'] : []),
  ]
  return [
    `\`${act}\``,
    words.acts[act] ?? '',
    codes(row.by),
    leads.join('; '),
    codes(row.needs),
    codes(row.apartFrom),
  ]
}

function matrix({ lifecycle }: Any, people: readonly MatrixPerson<string>[]): string {
  return table(
    ['state', 'act', 'allowed to'],
    permissionMatrix(lifecycle, people).map(({ state, act, allowed }) => [
      `\`${state}\``,
      `\`${act}\``,
      allowed.length > 0 ? allowed.join(', ') : 'nobody',
    ]),
  )
}

const byCode = (words: Record<string, string>): string[][] =>
  Object.entries(words).map(([code, word]) => [`\`${code}\``, word])

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
