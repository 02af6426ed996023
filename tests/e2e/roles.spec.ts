import type { Page } from '@playwright/test'
import { listDelegations } from '#features/accounts/rights-api.ts'
import { getWork, listProblems } from '#features/problems/api.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const main = (page: Page) => page.getByRole('main')
const panel = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })

/** Picks one of a list that is searched by typing. */
async function choose(
  page: Page,
  within: ReturnType<typeof panel>,
  label: string,
  typed: string,
  option: string | RegExp,
) {
  await within.getByLabel(label, { exact: true }).fill(typed)
  await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
}

test('a role is asked for by one, confirmed by another, and read in the log by the third', async ({
  people,
}) => {
  const name = `周知行${Date.now() % 100_000}`
  const sysadmin = await people.as('sysadmin')
  await sysadmin.page.goto('/desk/people')
  await sysadmin.page.getByRole('button', { name: '新增人员' }).click()
  const entering = panel(sysadmin.page, '新增人员')
  await entering.getByLabel('姓名').fill(name)
  await choose(sysadmin.page, entering, '单位', '石桥镇', /^石桥镇$/)
  await entering.getByLabel('职务名称').fill('镇党委组织委员')
  await entering.getByRole('button', { name: '新增人员' }).click()
  await expect(main(sysadmin.page).getByRole('heading', { level: 1, name })).toBeVisible()

  const secadmin = await people.as('secadmin')
  await secadmin.page.goto('/desk/people')
  await secadmin.page.getByRole('searchbox', { name: '姓名或登录名' }).fill(name.slice(1))
  await main(secadmin.page).getByRole('link', { name }).click()
  await secadmin.page.getByRole('button', { name: '申请授权' }).click()
  const asking = panel(secadmin.page, '申请授权')
  await choose(secadmin.page, asking, '角色', '查看', '查看人员')
  await choose(secadmin.page, asking, '单位', '石桥镇', /^石桥镇$/)
  await asking.getByLabel('理由').fill('分管联系')
  await asking.getByRole('button', { name: '申请授权' }).click()
  await expect(asking).toBeHidden()
  const held = main(secadmin.page).getByRole('region', { name: '角色' })
  await expect(held).toContainText('现在没有角色')
  await secadmin.page.goto('/desk/grants')
  const asked = main(secadmin.page).getByRole('listitem').filter({ hasText: name })
  await expect(asked).toContainText('由另一人确认')
  await expect(asked.getByRole('button', { name: '确认' })).toHaveCount(0)

  await sysadmin.page.goto('/desk/grants')
  const waiting = main(sysadmin.page).getByRole('listitem').filter({ hasText: name })
  await waiting.getByRole('button', { name: '确认', exact: true }).click()
  await expect(waiting).toHaveCount(0)
  await secadmin.page.goto('/desk/people')
  await secadmin.page.getByRole('searchbox', { name: '姓名或登录名' }).fill(name)
  await main(secadmin.page).getByRole('link', { name }).click()
  await expect(held).toContainText('查看人员')

  const auditor = await people.as('auditor')
  await auditor.page.goto('/desk/log')
  const lines = main(auditor.page).getByRole('row').filter({ hasText: name })
  await expect(lines.filter({ hasText: '申请授权' })).toHaveCount(1)
  await expect(lines.filter({ hasText: '确认授权' })).toHaveCount(1)
  await expect(main(auditor.page)).not.toContainText('分管联系')
})

test('a delegate acts in the leader’s place, is named so, and has lost the right when it ends', async ({
  people,
}) => {
  const leader = await people.as('leader')
  const leads = await people.caller('leader')
  const delegate = await people.as('personnel')
  const acts = await people.caller('personnel')
  const suspension = (await leads.call(getWork)).rows.find(({ asks }) => asks.includes('approveSuspension'))
  expect(suspension, 'the demo county has a suspension to be decided').toBeDefined()
  const { id, title } = suspension!

  await leader.page.goto('/desk/delegations')
  await leader.page.getByRole('button', { name: '交人代办' }).click()
  const handing = panel(leader.page, '交人代办')
  await choose(leader.page, handing, '交给谁', delegate.name, delegate.name)
  const { today } = await leads.call(listDelegations)
  await handing.getByLabel('到哪天止').fill(today)
  await handing.getByLabel('理由').fill('外出学习')
  await handing.getByRole('button', { name: '交人代办' }).click()
  await expect(handing).toBeHidden()
  const mine = main(leader.page).getByRole('region', { name: '我交出去的' })
  await expect(mine).toContainText(`交给${delegate.name}`)

  await delegate.work()
  const line = delegate.workOn(title)
  await expect(line).toContainText(`代${leader.name}`)
  await line.getByRole('link', { name: title, exact: true }).click()
  await delegate.act('同意挂账')
  const [newest] = await acts.history(id)
  expect([newest?.act, newest?.person?.name, newest?.onBehalfOf?.name]).toEqual([
    ...['approveSuspension', delegate.name, leader.name],
  ])

  await mine.getByRole('button', { name: '现在结束' }).click()
  await expect(mine.getByRole('button', { name: '现在结束' })).toHaveCount(0)
  const { rows } = await acts.call(listProblems, { query: { state: 'rectifying' } as never })
  expect(await acts.refusedAct(rows[0]!.id, 'unlist', { reason: '已经到期，不再代办' })).toMatchObject({
    ...{ status: 403, code: 'not_yours' },
  })
  await delegate.work()
  await expect(main(delegate.page).getByText(`代${leader.name}`)).toHaveCount(0)
})
