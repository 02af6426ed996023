import { openArchive } from '#platform/backup/archive.ts'
import { casesInArchive } from '#platform/backup/cases-in-archive.ts'
import type { CheckedCheckpoint } from '#platform/history/checkpoint-file.ts'
import { fingerprint, knownPublicKeys, readPublicKey } from '#platform/history/keys.ts'
import { type CountyTotals, checkCheckpoints, type Finding, verifyCases } from '#platform/history/verify.ts'
import { casesInDatabase } from '#platform/history/verify-database.ts'
import { readSettings } from '#platform/settings.ts'
import type { Command, CommandIo } from './command.ts'
import { withExistingDatabase } from './existing-database.ts'
import { isExpected, readArgs, UsageError } from './expected-errors.ts'
import { findingLine } from './verify-words.ts'

const usage = 'bihuan verify [--checkpoint FILE]… [--backup ARCHIVE] [--public-key FILE] [--json]'

const options = {
  checkpoint: { type: 'string', multiple: true, default: [] as string[] },
  backup: { type: 'string' },
  'public-key': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Findings beyond this many are counted, not listed: a rewritten ledger would fill the memory. */
const mostListed = 10_000

type Outcome = {
  source: { kind: 'database' } | { kind: 'backup'; file: string; at: string }
  checkpoints: CheckedCheckpoint[]
  totals: CountyTotals[]
  faults: Finding[]
  faultCount: number
  keyGiven: boolean
}

/** Exit code: 0 everything is as recorded, 1 something is not, 2 it could not be looked at. */
export const command: Command = {
  name: 'verify',
  usage:
    '核验历史是否被改动（可对照检查点、备份） · checks that the history was not altered (against checkpoints, in a backup)',
  async run(args, io) {
    try {
      const { values } = readArgs(usage, { args, options })
      const outcome = await verify(values, io)
      const print = values.json ? printJson : printText
      print(outcome, io)
      return outcome.faultCount === 0 ? 0 : 1
    } catch (error) {
      if (!isExpected(error)) throw error
      io.err(error.message)
      // A damaged archive is a finding: somebody or something altered it.
      return 'code' in error && (error.code === 'damaged' || error.code === 'signature_invalid') ? 1 : 2
    }
  },
}

type Asked = { checkpoint: string[]; backup?: string; 'public-key'?: string; json: boolean }

async function verify(asked: Asked, io: CommandIo): Promise<Outcome> {
  const settings = readSettings(io.env)
  const given = asked['public-key'] === undefined ? [] : [readPublicKey(asked['public-key'])]
  const faults: Finding[] = []
  let faultCount = 0
  const report = (finding: Finding) => {
    faultCount++
    if (faults.length < mostListed) faults.push(finding)
    if (!asked.json && faultCount <= mostListed) io.out(findingLine(finding))
  }
  const done = (source: Outcome['source'], checkpoints: CheckedCheckpoint[], totals: CountyTotals[]) => ({
    ...{ source, checkpoints, totals, faults, faultCount },
    keyGiven: given.length > 0,
  })

  if (asked.backup === undefined) {
    const trusted = given.length > 0 ? given : knownPublicKeys(settings.dataDir)
    const checkpoints = await checkCheckpoints(asked.checkpoint, trusted, report)
    const totals = await withExistingDatabase(settings, io.err, (client) =>
      verifyCases(casesInDatabase(client), checkpoints, report),
    )
    return done({ kind: 'database' }, checkpoints, totals)
  }
  const archive = await openArchive(asked.backup, given)
  try {
    const checkpoints = await checkCheckpoints(asked.checkpoint, given, report)
    for (const { file, header } of checkpoints)
      if (header.at > archive.manifest.at)
        throw new UsageError(
          `检查点 ${file} 晚于备份 ${asked.backup}，无从对照：请换用备份之前的检查点。\n` +
            `The checkpoint ${file} is later than the backup ${asked.backup}: take one from before the backup.`,
        )
    const totals = await verifyCases(casesInArchive(archive), checkpoints, report)
    return done({ kind: 'backup', file: asked.backup, at: archive.manifest.at }, checkpoints, totals)
  } finally {
    await archive.close()
  }
}

function printText(
  { checkpoints, totals, faults, faultCount, keyGiven }: Outcome,
  { out, err }: CommandIo,
): void {
  if (faultCount > faults.length)
    out(`……另有 ${faultCount - faults.length} 处未列出 · and ${faultCount - faults.length} more`)
  for (const { file, header, counts, publicKey } of checkpoints)
    out(
      `检查点 ${file} 有效（${header.at}，${counts.cases} 案，密钥 ${fingerprint(publicKey)}） · checkpoint valid, ${counts.cases} cases`,
    )
  for (const { county, cases, entries, versions, erased, claimed } of totals)
    out(
      `县 ${county}：${cases} 案、${entries} 条记录、${versions} 份内容（其中已依法擦除 ${erased} 份），对照检查点 ${claimed} 案 · ` +
        `county ${county}: ${cases} cases, ${entries} entries, ${versions} row versions (${erased} erased), ${claimed} compared with a checkpoint`,
    )
  if (checkpoints.length > 0 && !keyGiven)
    err(
      '提示：未用 --public-key 指定另行保存的公钥；由他人保存的公钥才能证明检查点出自本系统。\n' +
        'Note: no --public-key was given; only a public key that others keep proves where a checkpoint comes from.',
    )
  if (faultCount > 0) out(`核验未通过：发现 ${faultCount} 处 · not verified: ${faultCount} findings`)
  else if (checkpoints.length > 0)
    out('核验通过：历史与检查点一致，未被改动 · verified: the history is what the checkpoint saw')
  else
    out(
      '核验通过：历史自身一致；整案被删、整链重算须对照检查点（--checkpoint）才能发现 · ' +
        'verified: consistent in itself; a removed case or a recomputed chain shows only against a checkpoint',
    )
}

function printJson(
  { source, checkpoints, totals, faults, faultCount, keyGiven }: Outcome,
  { out }: CommandIo,
): void {
  const answer = {
    ok: faultCount === 0,
    source,
    publicKeyGiven: keyGiven,
    checkpoints: checkpoints.map(({ file, header, counts, publicKey, sha256 }) => ({
      ...{ file, sha256, county: header.county, at: header.at, ...counts },
      key: fingerprint(publicKey),
    })),
    counties: totals,
    faultCount,
    faults: faults.map((finding) => {
      const { publicKey, ...rest } = { publicKey: undefined, ...finding }
      return { ...rest, ...(publicKey ? { key: fingerprint(publicKey) } : {}), text: findingLine(finding) }
    }),
  }
  out(JSON.stringify(answer, null, 2))
}
