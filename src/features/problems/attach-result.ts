import type { z } from 'zod'
import { timer } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { evaluationRule, reaches } from './evaluation-rule.ts'
import { appliedAt } from './needs.ts'
import { actIn } from './perform.ts'
import type { acts } from './schema.ts'
import { findProblem } from './store.ts'

type AttachedResult = z.infer<typeof acts.attachCampaign>['results'][number]

/**
 * What a campaign counted of one problem, attached to its acceptance in the transaction of the count, by the clock. A
 * result below the threshold sends it back where the county's rule says so.
 * @returns what became of it; `elsewhere`: it does not wait for an evaluation now
 */
export async function attachResult(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  world: World,
  countyId: number,
  {
    problemId,
    campaignId,
    number,
    askedSince,
    results,
  }: {
    problemId: string
    campaignId: string
    /** Of the campaign, as people call it. */
    number: string
    /** When answers began to be taken: what was said of an earlier attempt does not count for a later one. */
    askedSince: string
    results: AttachedResult[]
  },
): Promise<'attached' | 'sent_back' | 'elsewhere'> {
  const found = await findProblem(tx, countyId, problemId, [], true)
  if (found?.row.state !== 'awaiting_evaluation' || results.length === 0) return 'elsewhere'
  if ((appliedAt(found.row) ?? '') > askedSince) return 'elsewhere'
  const by = timer(countyId)
  const attach = {
    commandId: world.newId(),
    version: found.row.version,
    campaignId,
    results,
    ratedOn: world.today,
  }
  const hash = hashRequest('attachCampaign', problemId, attach)
  const attached = await actIn(deps, tx, world, by, 'attachCampaign', problemId, attach, hash)
  const rule = evaluationRule(world.rules, world.today)
  if (!rule.sendsBack || results.every((result) => reaches(rule, result))) return 'attached'
  const reason = `群众评价（${number}）满意率未达到${rule.satisfiedPercent}%，退回继续整改。`
  const back = { commandId: world.newId(), version: attached.version, reason }
  await actIn(deps, tx, world, by, 'sendBack', problemId, back, hashRequest('sendBack', problemId, back))
  return 'sent_back'
}
