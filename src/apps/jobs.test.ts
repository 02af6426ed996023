import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobDefinitions, NOTICES_JOB, WEBHOOKS_JOB } from './jobs.ts'
import type { Program } from './program.ts'

test('a county in which notices or webhooks break keeps no other waiting', async () => {
  const asked: number[] = []
  const faults: Error[] = []
  const breaks = async (countyId: number) => {
    asked.push(countyId)
    throw new Error('broken')
  }
  const program = {
    counties: async () => [1, 2].map((county_id) => ({ county_id, name: '', is_demo: false })),
    notices: {
      ...{ now: () => new Date(), sources: [], onError: (error: Error) => faults.push(error) },
      worlds: { of: breaks },
      database: { read: breaks, readOnce: breaks, write: breaks, writeOnce: breaks },
    },
  } as unknown as Program
  for (const name of [NOTICES_JOB, WEBHOOKS_JOB]) {
    const job = jobDefinitions(program).find((each) => each.name === name)
    await (await job?.handler())?.(undefined as never)
    // Of each county both halves: what cannot be planned does not keep what waits.
    assert.deepEqual(asked.splice(0), [1, 1, 2, 2], name)
    assert.equal(faults.splice(0).length, 2)
  }
})

test('a sweep that stumbles keeps none of the others from its work', async () => {
  const faults: Error[] = []
  let swept = 0
  const program = {
    notices: { onError: (error: Error) => faults.push(error) },
    sweeps: [
      async () => {
        throw new Error('a clock that is behind')
      },
      async () => swept++,
    ],
  } as unknown as Program
  const job = jobDefinitions(program).find(({ name }) => name === 'sweep')
  await (await job?.handler())?.(undefined as never)
  assert.deepEqual([swept, faults.length], [1, 1])
})
