import { recordBeginning } from '#features/accounts/index.ts'
import { sealAddress, sealTarget } from '#features/notices/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { Cast } from './cast.ts'

/** Accounts that are tried most, with an address at a domain that is nobody's (RFC 2606): nothing is sent out of a demo. */
const reached = [
  'office',
  'town-secretary',
  'town-clerk',
  'village-secretary',
  'village-clerk',
  'town-registrar',
  'sysadmin',
]

/** How some are told, a group's robot, and another system that is told of appeals. */
export async function enterNotices(tx: Tx, sealing: Sealing, cast: Cast, now: Date): Promise<void> {
  const { countyId, members } = cast
  const member = (username: string) => members.find((each) => each.username === username)
  for (const username of reached) {
    const person = member(username)
    if (!person) continue
    await tx
      .insertInto('notice_ways')
      .values({
        ...{ county_id: countyId, person_id: person.id, confirmed_at: now },
        sealed: sealAddress(sealing, countyId, person.id, `${username}@bihuan.example`),
      })
      .execute()
  }
  const [asks, confirms] = [member('sysadmin'), member('secadmin')]
  const town = member('town-secretary')?.actor.grants[0]?.organizationId
  if (!asks || !confirms || !town) return
  const asked = { asked_by: asks.id, asked_at: now }
  const outlets = [
    {
      ...{ kind: 'wecom', name: '石桥镇工作群', organization_id: town, events: '[]', status: 'active' },
      url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo',
    },
    {
      ...{
        kind: 'webhook',
        name: '市民热线平台',
        organization_id: null,
        events: '["appeal"]',
        status: 'asked',
      },
      url: 'https://hotline.bihuan.example/hooks',
    },
  ]
  for (const { url, ...outlet } of outlets) {
    const id = newId()
    const isActive = outlet.status === 'active'
    await tx
      .insertInto('outlets')
      .values({
        ...{ county_id: countyId, id, ...outlet, ...asked, host: new URL(url).host },
        ...(isActive && { decided_by: confirms.id, decided_at: now }),
        ...{ digest: outlet.kind !== 'webhook', urgent: outlet.kind !== 'webhook' },
        sealed: sealTarget(sealing, countyId, id, { url, secret: '' }),
      })
      .execute()
    await recordBeginning(tx, countyId, {
      ...{ kind: 'outlet', case: id, act: 'askOutlet', by: { personId: asks.id, as: 'system_admin' }, now },
      rows: { [`outlets/${id}`]: { name: outlet.name, host: new URL(url).host } },
    })
  }
}
