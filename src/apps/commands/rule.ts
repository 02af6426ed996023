import { signInRuleShapes } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { findRule, rulesInForce } from '#platform/rules/index.ts'
import { addRuleVersion, loadRuleBook } from '#platform/rules/store.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'

const usage = `bihuan rule list [--kind 类别]
bihuan rule set --kind 类别 --key 名称 --value JSON --basis 依据 [--source 出处]
  --county 县编码    有几个县时指明 · when there are several`

const options = {
  county: { type: 'string' },
  kind: { type: 'string' },
  key: { type: 'string' },
  value: { type: 'string' },
  basis: { type: 'string' },
  source: { type: 'string' },
} as const

type Asked = ReturnType<typeof readAsked>['values']

export const command: Command = {
  name: 'rule',
  usage: '列出、更改本县的规则 · lists and changes the county’s rules',
  run: (args, io) =>
    told(io, () => {
      const { values, positionals } = readAsked(args)
      const work =
        positionals.length === 1 ? { list: listRules, set: setRule }[positionals[0] ?? ''] : undefined
      if (!work) throw new UsageError(usage)
      return inCounty(io, values.county, (place) => work(place, values, io))
    }),
}

const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

/** What is in force today, one a line: kind, key, version, value, basis. */
async function listRules(
  { database, county, now }: InCounty,
  { kind }: Asked,
  { out }: CommandIo,
): Promise<void> {
  const book = await database.read(county.countyId, (tx) => loadRuleBook(tx, county.countyId))
  const kinds = kind === undefined ? [...book.kinds.keys()].sort() : [kind]
  for (const each of kinds)
    for (const { key, version, value, basis } of rulesInForce(book, each, dayIn(now)))
      out([each, key, version, JSON.stringify(value), basis].join('\t'))
}

/** The next version, in force from today on. What a case has frozen stays as it was. */
async function setRule({ database, county, now }: InCounty, asked: Asked, { err }: CommandIo): Promise<void> {
  const { kind, key, basis, source } = asked
  if (!kind || !key || !asked.value || !basis) throw new UsageError(usage)
  const value = readValue(kind, key, asked.value)
  const { countyId } = county
  await database.write(countyId, async (tx) => {
    const known = findRule(await loadRuleBook(tx, countyId), kind, key, '9999-12-31')
    // Only what the program reads: a new key would be a slip of the pen.
    if (!known) throw new CannotError(`没有这条规则：${kind} ${key}。There is no rule ${kind} ${key}.`)
    const added = await addRuleVersion(tx, countyId, {
      ...{ id: newId(), kind, key, value, basis, source: source ?? basis, note: null },
      ...{ after: known.version, validFrom: dayIn(now), createdBy: null, createdAt: now },
    })
    if (!added.ok) throw new CannotError(`规则没有保存：${JSON.stringify(added.refusal)}`)
  })
  err(`规则 ${kind} ${key} 已更改，几秒内生效。The rule is changed, in force within seconds.`)
}

function readValue(kind: string, key: string, text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CannotError('--value 不是 JSON。--value is not JSON.')
  }
  const shapes: Record<string, (typeof signInRuleShapes)[keyof typeof signInRuleShapes] | undefined> =
    signInRuleShapes
  const parsed = kind === 'sign_in' ? shapes[key]?.safeParse(value) : undefined
  if (parsed && !parsed.success)
    throw new CannotError(
      parsed.error.issues.map(({ path, message }) => `--value ${path.join('.')}：${message}`).join('\n'),
    )
  return value
}

/** The day in China: rules hold for whole local days. */
const dayIn = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
