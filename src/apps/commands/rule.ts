import type { z } from 'zod'
import { operator, recordBeginning, rightsRuleShapes, signInRuleShapes } from '#features/accounts/index.ts'
import { appealRateShapes, appealRuleShapes } from '#features/appeals/index.ts'
import { noticeRuleShapes } from '#features/notices/index.ts'
import { personalDataRuleShapes } from '#features/personal-data/index.ts'
import { problemRuleShapes } from '#features/problems/index.ts'
import { BoundaryValue } from '#platform/boundary/index.ts'
import { newId } from '#platform/ids.ts'
import { DeadlineValue, DictionaryValue, findRule, rulesInForce } from '#platform/rules/index.ts'
import { addRuleVersion, loadRuleBook } from '#platform/rules/store.ts'
import { createWorlds } from '#platform/world.ts'
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
  const { today } = await createWorlds(database).of(county.countyId, now)
  const kinds = kind === undefined ? [...book.kinds.keys()].sort() : [kind]
  for (const each of kinds)
    for (const { key, version, value, basis } of rulesInForce(book, each, today))
      out([each, key, version, JSON.stringify(value), basis].join('\t'))
}

/** The next version, in force from today on, and an entry of the log. What a case has frozen stays as it was. */
async function setRule({ database, county, now }: InCounty, asked: Asked, { err }: CommandIo): Promise<void> {
  const { kind, key, basis, source } = asked
  if (!kind || !key || !asked.value || !basis) throw new UsageError(usage)
  const { countyId } = county
  const { today } = await createWorlds(database).of(countyId, now)
  await database.write(countyId, async (tx) => {
    const known = findRule(await loadRuleBook(tx, countyId), kind, key, '9999-12-31')
    // Only what the program reads: a new key would be a slip of the pen.
    if (!known) throw new CannotError(`没有这条规则：${kind} ${key}。There is no rule ${kind} ${key}.`)
    const value = readValue(kind, key, asked.value ?? '')
    const id = newId()
    const added = await addRuleVersion(tx, countyId, {
      ...{ id, kind, key, value, basis, source: source ?? basis, note: null },
      ...{ after: known.version, validFrom: today, createdBy: null, createdAt: now },
    })
    if (!added.ok) throw new CannotError(`规则没有保存：${JSON.stringify(added.refusal)}`)
    const { version } = added.value
    await recordBeginning(tx, countyId, {
      ...{ kind: 'rules', case: id, act: 'changeRule', by: operator, now },
      rows: {
        [`rules/${id}`]: { kind, key, version, value: JSON.stringify(value), basis, valid_from: today },
      },
    })
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
  const shape = shapes[kind]?.(key)
  if (!shape)
    throw new CannotError(`${kind} 类规则不能用命令更改。Rules of kind ${kind} are not changed here.`)
  const parsed = shape.safeParse(value)
  if (parsed.success) return value
  throw new CannotError(
    parsed.error.issues.map(({ path, message }) => `--value ${path.join('.')}：${message}`).join('\n'),
  )
}

const of = (byKey: Record<string, z.ZodType | undefined>) => (key: string) => byKey[key]

/** What a rule's value must look like, by kind and key: whatever reads it later trusts it. */
const shapes: Record<string, ((key: string) => z.ZodType | undefined) | undefined> = {
  deadline: () => DeadlineValue,
  dictionary: () => DictionaryValue,
  boundary: () => BoundaryValue,
  sign_in: of(signInRuleShapes),
  ...{ rights: of(rightsRuleShapes), notice: of(noticeRuleShapes) },
  ...{ appeal: of(appealRuleShapes), appeal_rates: of(appealRateShapes) },
  threshold: of(problemRuleShapes),
  ...{ retention: of(personalDataRuleShapes.retention), limit: of(personalDataRuleShapes.limit) },
}
