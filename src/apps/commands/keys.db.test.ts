import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson, operator } from '#features/accounts/index.ts'
import { openIdentity } from '#features/appeals/identity.ts'
import { type AppealDeps, createReceipts } from '#features/appeals/index.ts'
import { performRegister } from '#features/appeals/register.ts'
import { sealPhone } from '#features/personal-data/index.ts'
import { newId } from '#platform/ids.ts'
import { createSealing } from '#platform/sealing/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { createSmallCounty } from '#tests/support/small-county.ts'
import { command as backup } from './backup.ts'
import type { Command } from './command.ts'
import { command as keys } from './keys.ts'
import { command as restore } from './restore.ts'

/** The keys of personal data as an operator lists, changes, loses and puts them back. */
let base: TestDatabase
let terminal: Operator
let dir: string
let server: Record<string, string>
let appeals: AppealDeps
let openAgain: () => Promise<{ name?: string | undefined }>

before(async () => {
  base = await createTestDatabase()
  const county = await createSmallCounty(base)
  const { deps } = county
  terminal = await createOperator(base, 'keys', ['bihuan_owner', 'bihuan_app', 'bihuan_portal'])
  dir = terminal.dir
  server = { ...terminal.env, BIHUAN_DATA: join(dir, 'server') }
  const sealing = createSealing({ dataDir: server.BIHUAN_DATA! })
  const now = new Date('2026-06-10T02:00:00Z')
  for (const [name, phone] of [
    ['王一', '13800001234'],
    ['王二', '13800005678'],
  ] as const)
    await deps.database.write(1, (tx) =>
      createPerson(tx, 1, { name, phone: sealPhone(sealing, 1, phone) }, operator, now),
    )
  appeals = {
    ...deps,
    identities: createSealing({ dataDir: server.BIHUAN_DATA!, of: 'identity' }),
    receipts: createReceipts(server.BIHUAN_DATA!, { makes: true }),
  }
  const registrar = county.actor('townRegistrar')
  const { id } = await performRegister(appeals, await county.world(now), registrar, {
    ...{
      commandId: newId(),
      channel: 'phone',
      openness: 'registrar',
      placeId: county.organizations.upperVillage,
    },
    ...{ title: '路灯不亮', cause: '路灯坏了', aboutVillage: false, people: 1 },
    person: { name: '周德福', phone: '13900001111' },
  })
  openAgain = async () =>
    openIdentity(appeals, await county.world(now), registrar, id, { commandId: newId(), reason: '回访' })
})
after(async () => {
  await terminal.close()
  await base.close()
})

test('it lists the keys with how much each opens, and nothing of a key but its name', async () => {
  const { code, out } = await run(keys, server, 'list')
  assert.equal(code, 0)
  assert.match(out, /^加密 seal\t1-[0-9a-f]{8}\taes-256-gcm\t现用 current\t2$/m)
  assert.match(out, /^查找 index\t1-[0-9a-f]{8}\t\S+\t现用 current\t2$/m)
  assert.match(out, /^诉求人 identity\t1-[0-9a-f]{8}\taes-256-gcm\t现用 current\t1$/m)
  for (const act of [[], ['throw'], ['list', 'more']]) assert.equal((await run(keys, server, ...act)).code, 2)
})

test('new keys seal everything anew, the older ones stay, and another run finds nothing to do', async () => {
  const rotated = await run(keys, server, 'rotate')
  assert.equal(rotated.code, 0, rotated.err)
  assert.match(rotated.out, /^3 项已改用现用密钥/)
  assert.match(rotated.err, /新密钥 2-[0-9a-f]{8}.*旧密钥请保留/s)
  const { out } = await run(keys, server, 'list')
  assert.match(out, /^加密 seal\t1-[0-9a-f]{8}\taes-256-gcm\t旧 older\t0$/m)
  assert.match(out, /^加密 seal\t2-[0-9a-f]{8}\taes-256-gcm\t现用 current\t2$/m)
  assert.match(out, /^诉求人 identity\t1-[0-9a-f]{8}\taes-256-gcm\t旧 older\t0$/m)
  assert.match(out, /^诉求人 identity\t2-[0-9a-f]{8}\taes-256-gcm\t现用 current\t1$/m)
  assert.match((await run(keys, server, 'reseal')).out, /^0 项/)
  assert.equal((await openAgain()).name, '周德福')
})

test('what was restored without its keys says which are missing, makes none, and opens once they are back', async () => {
  const archive = join(dir, 'without.tar')
  assert.equal((await run(backup, server, archive)).code, 0)
  const own = { BIHUAN_DATA: join(dir, 'own') }
  const restored = await run(restore, own, archive)
  assert.equal(restored.code, 0, restored.err)
  assert.match(restored.err, /备份中没有密钥：请在启动前把原来的 keys 和 secrets 文件夹放回/)
  assert.match(restored.err, /without them encrypted content cannot be read/)

  const listed = await run(keys, own, 'list')
  assert.equal(listed.code, 1)
  for (const purpose of ['seal', 'index'])
    assert.match(
      listed.err,
      new RegExp(`缺少密钥 ${purpose} 2-[0-9a-f]{8}，它的 2 项内容无法读出：请把原来的密钥文件放回`),
    )
  assert.equal(listed.out, '')

  const from = join(server.BIHUAN_DATA!, 'secrets')
  const to = join(own.BIHUAN_DATA, 'secrets')
  mkdirSync(to, { recursive: true })
  for (const file of readdirSync(from)) renameSync(join(from, file), join(to, file))
  assert.equal((await run(keys, own, 'list')).code, 0)
})

const run = (command: Command, env: Record<string, string>, ...args: string[]) =>
  terminal.run(command, args, { env })
