import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry, lockChain } from '#platform/history/append.ts'
import type { Deps } from '../deps.ts'

/** Whose problem it is, and how secret. */
export const findBelonging = (tx: Tx, countyId: number, id: string) =>
  tx
    .selectFrom('problems')
    .select(['organization_id', 'township_id', 'secrecy'])
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()

/** Reading what is 工作秘密 is recorded in the problem's own history, like an act. */
export async function recordReading(
  { database }: Pick<Deps, 'database'>,
  actor: Actor,
  problemId: string,
  now: Date,
  evidenceId?: string,
): Promise<void> {
  await database.write(actor.countyId, async (tx) => {
    const chain = await lockChain(tx, actor.countyId, problemId)
    if (!chain) return
    await appendEntry(tx, actor.countyId, chain, {
      kind: 'problem',
      case: problemId,
      act: 'read',
      at: now,
      entered: now,
      actor: actor.personId,
      as: null,
      command: null,
      rows: evidenceId ? { [`problem_evidence/${evidenceId}`]: {} } : {},
    })
  })
}

/** The same for whoever reads of a problem elsewhere than on its own page: recorded if it is 工作秘密. */
export async function recordSecretReading(
  { database }: Pick<Deps, 'database'>,
  actor: Actor,
  problemId: string,
  now: Date,
): Promise<void> {
  const problem = await database.read(actor.countyId, (tx) => findBelonging(tx, actor.countyId, problemId))
  if (problem?.secrecy === 'work_secret') await recordReading({ database }, actor, problemId, now)
}
