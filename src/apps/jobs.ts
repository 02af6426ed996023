import { EXPIRY_JOB, type Expiry, expire } from '#features/problems/index.ts'
import { endPeriod, PERIOD_JOB, type Period } from '#features/publicity/index.ts'
import type { JobDefinition } from '#platform/jobs/jobs.ts'
import type { Program } from './program.ts'

/** Every job of the program: cheap to list, loaded when it runs. */
export function jobDefinitions(program: Program): JobDefinition<never>[] {
  return [
    { name: EXPIRY_JOB, handler: async () => (data: Expiry) => expire(program.problems, data) },
    { name: PERIOD_JOB, handler: async () => (data: Period) => endPeriod(program.problems, data) },
    {
      name: 'nightly-checkpoint',
      cron: '10 2 * * *',
      handler: async () => {
        const { nightlyCheckpoint } = await import('./checkpoint.ts')
        return () => nightlyCheckpoint(program)
      },
    },
    {
      name: 'sweep',
      cron: '40 3 * * *',
      handler: async () => async () => {
        for (const sweep of program.sweeps) await sweep()
      },
    },
  ] as JobDefinition<never>[]
}

export const jobNames = [EXPIRY_JOB, PERIOD_JOB, 'nightly-checkpoint', 'sweep'] as const
