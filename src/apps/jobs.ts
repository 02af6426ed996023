import {
  appealKind,
  expireAppeal,
  freezeMonths,
  renewDrafts,
  SMS_JOB,
  type SmsJob,
  sendMessage,
} from '#features/appeals/index.ts'
import { campaignKind, expireCampaign } from '#features/evaluations/index.ts'
import { deliverWebhooks, planNotices, sendNotices, spreadMoves } from '#features/notices/index.ts'
import { expire, problemKind } from '#features/problems/index.ts'
import { endPeriod, publicationKind } from '#features/publicity/index.ts'
import type { JobDefinition } from '#platform/jobs/jobs.ts'
import { type Expiry, expiryJob } from '#platform/lifecycle/case-kind.ts'
import { sealVolumes } from '#platform/search/index.ts'
import type { Program } from './program.ts'

export const NOTICES_JOB = 'notices'
export const WEBHOOKS_JOB = 'webhooks'

/** Every job of the program: cheap to list, loaded when it runs. */
export function jobDefinitions(program: Program): JobDefinition<never>[] {
  return [
    { name: expiryJob(problemKind), handler: async () => (data: Expiry) => expire(program.problems, data) },
    {
      name: expiryJob(publicationKind),
      handler: async () => (data: Expiry) => endPeriod(program.publicity, data),
    },
    {
      name: expiryJob(appealKind),
      handler: async () => (data: Expiry) => expireAppeal(program.appeals, data),
    },
    {
      name: expiryJob(campaignKind),
      handler: async () => (data: Expiry) => expireCampaign(program.evaluations, data),
    },
    {
      name: SMS_JOB,
      handler: async () => (data: SmsJob) =>
        sendMessage({ ...program.appeals, sealing: program.signIn.sealing }, data),
    },
    {
      name: 'nightly-checkpoint',
      cron: '10 2 * * *',
      handler: async () => {
        const { nightlyCheckpoint } = await import('./checkpoint.ts')
        return () => nightlyCheckpoint(program)
      },
    },
    {
      name: 'seal-search',
      cron: '*/10 * * * *',
      handler: async () => async () => {
        for (const { county_id } of await program.counties()) {
          await sealVolumes(program.database, county_id, 'seal_search_volume')
          await sealVolumes(program.database, county_id, 'seal_appeal_search_volume')
        }
      },
    },
    {
      // Every night, so that a first of the month on which the program did not run is made up for on the second.
      name: 'freeze-appeal-months',
      cron: '30 1 * * *',
      handler: async () => async () => {
        for (const { county_id } of await program.counties())
          await freezeMonths(program.appeals, county_id, program.appeals.now())
      },
    },
    {
      name: 'renew-appeal-figures',
      cron: '*/5 * * * *',
      handler: async () => async () => {
        for (const { county_id } of await program.counties())
          await renewDrafts(program.appeals, county_id, program.appeals.now())
      },
    },
    {
      // Sent for by an act too, where somebody waits for it.
      name: NOTICES_JOB,
      cron: '* * * * *',
      handler: async () => () =>
        inEachCounty(program, async ({ county_id: countyId, name, is_demo: isDemo }) => {
          try {
            await planNotices(program.notices, countyId)
          } finally {
            await sendNotices({ ...program.notices, county: { name, isDemo } }, countyId)
          }
        }),
    },
    {
      name: WEBHOOKS_JOB,
      cron: '* * * * *',
      handler: async () => () =>
        inEachCounty(program, async ({ county_id: countyId, is_demo: isDemo }) => {
          try {
            while (await spreadMoves(program.notices, countyId));
          } finally {
            await deliverWebhooks(program.notices, countyId, isDemo)
          }
        }),
    },
    {
      name: 'sweep',
      cron: '40 3 * * *',
      handler: async () => async () => {
        // What one of them stumbles over keeps none of the others from its work.
        for (const sweep of program.sweeps)
          await sweep().catch((error: Error) => program.notices.onError(error))
      },
    },
  ] as JobDefinition<never>[]
}

/** What goes wrong in one county is told to the operator and keeps no other waiting. */
async function inEachCounty(
  program: Program,
  does: (county: Awaited<ReturnType<Program['counties']>>[number]) => Promise<void>,
): Promise<void> {
  for (const county of await program.counties())
    await does(county).catch((error: Error) => program.notices.onError(error))
}

export const jobNames = [
  ...[problemKind, publicationKind, appealKind, campaignKind].map(expiryJob),
  ...[SMS_JOB, NOTICES_JOB, WEBHOOKS_JOB],
  ...['nightly-checkpoint', 'freeze-appeal-months', 'renew-appeal-figures', 'seal-search', 'sweep'],
]
