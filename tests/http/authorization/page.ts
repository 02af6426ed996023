import { Role } from '#features/accounts/index.ts'
import type { Asker } from './askers.ts'
import type { Answer, Line } from './matrix.ts'
import { marks } from './scene.ts'

const INTRO = `# Who may call what 授权矩阵

Every route of the program, asked by a person of every role: what each was really answered, on a real database. Made by \`tests/http/authorization.db.test.ts\`, which fails when an answer is another than here; not written by hand. A diff of this page is the review of a change of rights. After reading the diff: \`node_modules/.bin/node --test --test-update-snapshots tests/http/authorization.db.test.ts\`.

All ask about a matter of one village, with a request that is right in every way, in a state in which the act is possible. Where a role is granted in several places, a cell says where the asker holds it: \`county\` on the county · \`over\` in the township above the village · \`own\` in the village · \`sibling\` in another village of that township · \`away\` in another township or a village of it · \`else\` everywhere not said before.

- ✓ it was done, or answered. After ✓ of a list: whose rows were in it (${Object.keys(marks)
  .map((mark) => `\`${mark}\``)
  .join(' ')}; – none of them).
- 401 not signed in · 403 not theirs to do · 404 there is no such thing for them.
- 409, 422 the right is there, and something else in the way: somebody else is named for it, or the thing asked about is another's.
- other county: the same roles in another county, signed in there, by the ids of this one. no scope: an API token without a scope.
`

/** The matrix to be read by a reviewer: a table a feature, a line a request. */
export function pageOf(lines: readonly Line[]): string {
  const features = [...new Set(lines.map(({ feature }) => feature))]
  return [INTRO, ...features.map((feature) => tableOf(feature, lines))].join('\n')
}

function tableOf(feature: string, all: readonly Line[]): string {
  const lines = all.filter((line) => line.feature === feature)
  const columns = [...Role.options, 'other county', 'no scope', 'nobody']
  const heads = ['', ...columns].map((head) => head.replaceAll('_', ' '))
  return [
    `## ${feature}\n`,
    row(heads),
    row(heads.map(() => '---')),
    ...lines.map((line) => row([nameOf(line), ...cellsOf(line)])),
    '',
  ].join('\n')
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const nameOf = ({ route: { method, url }, of }: Line): string =>
  `${method} ${url.replace(/^\/api\/v1/, '')}${of ? ` (${of})` : ''}`

function cellsOf({ answers }: Line): string[] {
  const isList = answers.some(({ sees }) => sees.length > 1)
  const said = (answer: Answer) => saidOf(answer, isList)
  const from = (is: (asker: Asker) => boolean) => answers.filter(({ asker }) => is(asker))
  return [
    ...Role.options.map((role) =>
      cellOf(
        from((asker) => asker.role === role && asker.at !== 'other county'),
        said,
      ),
    ),
    [...new Set(from(({ at }) => at === 'other county').map(said))].join(' · '),
    ...(['token without scope', 'nobody'] as const).map((role) =>
      from((asker) => asker.role === role)
        .map(said)
        .join(' '),
    ),
  ]
}

function saidOf({ status, sees }: Answer, isList: boolean): string {
  if (status >= 400) return String(status)
  return isList ? `✓ ${sees.length === 0 ? '–' : sees.join('+')}` : '✓'
}

/** `own, over: ✓ · else: 404`: each answer with where it was given, who finds nothing last. */
function cellOf(answers: readonly Answer[], said: (answer: Answer) => string): string {
  const places = new Map<string, Set<string>>()
  for (const answer of answers) {
    const at = answer.asker.at.replace(' village', '')
    places.set(said(answer), (places.get(said(answer)) ?? new Set()).add(at))
  }
  const groups = [...places].sort(([a], [b]) => rank(a) - rank(b))
  if (groups.length === 1) return groups[0]?.[0] ?? ''
  return groups.map(([what, at]) => `${what === '404' ? 'else' : [...at].join(', ')}: ${what}`).join(' · ')
}

const rank = (said: string): number => (said.startsWith('✓') ? 0 : said === '404' ? 2 : 1)
