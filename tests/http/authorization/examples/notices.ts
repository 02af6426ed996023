import { noticeRules } from '#features/notices/index.ts'
import { sealTarget } from '#features/notices/outlets/store.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { always, type Examples } from '../example.ts'
import type { Scene } from '../scene.ts'

const STATES = { asked: 'asked', active: 'active', disabled: 'disabled' } as const

/** Everybody about themselves, and the administrators about what leaves the house; each asker finds outlets of their own. */
export async function noticeExamples({ house, east }: Scene): Promise<Examples> {
  for (const { countyId } of [house.east, house.west]) {
    await connectDatabase(house.test.owner).write(countyId, (tx) => seedRules(tx, countyId, noticeRules))
    house.program.problems.worlds.forget(countyId)
  }
  const outlet = async (status: keyof typeof STATES) => {
    const id = newId()
    await house.test.owner.query(
      `WITH chained AS (INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
         VALUES (1, 'outlet', $1, 1, repeat('0', 64)))
       INSERT INTO outlets (county_id, id, kind, name, events, sealed, host, status, asked_by, asked_at, decided_by, decided_at)
       VALUES (1, $1, 'webhook', '省平台', '["appeal"]', $2, 'platform.example', $3, $4, now(),
         CASE WHEN $3 = 'asked' THEN NULL ELSE $5::uuid END, CASE WHEN $3 = 'asked' THEN NULL ELSE now() END)`,
      [
        id,
        // As it is sealed in earnest: the job that sends what waits opens it while the others are still asked.
        sealTarget(house.program.notices.sealing, 1, id, {
          url: 'https://platform.example/hooks',
          secret: 's',
        }),
        status,
        // Somebody whom nobody of the askers is.
        east.people.office2,
        east.people.office,
      ],
    )
    return { id }
  }
  const standing = await outlet('active')
  const hours = { digestAt: null, quietFrom: null, quietTo: null }
  const asked = { kind: 'webhook', name: '省平台', url: 'https://platform.example/hooks', events: ['appeal'] }
  return {
    getBell: always(),
    seeBell: always({ body: { asOf: new Date().toISOString() } }),
    getNoticeWays: always(),
    setNoticeWays: always({
      body: { digest: true, urgent: true, ...hours, address: 'clerk@qingxi.example' },
    }),
    confirmNoticeAddress: always({ body: { code: '000000' } }),
    askNoticeCode: always({ body: {} }),
    listOutlets: always(),
    askOutlet: always({ body: asked }),
    decideOutlet: async () => ({ params: await outlet('asked'), body: { approve: true } }),
    endOutlet: async () => ({ params: await outlet('active'), body: {} }),
    resumeOutlet: async () => ({ params: await outlet('disabled'), body: {} }),
    testOutlet: always({ params: standing, body: {} }),
    listDeliveries: always({ params: standing }),
  }
}
