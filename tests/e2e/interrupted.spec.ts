import { demoPassword } from '#apps/demo/people.ts'
import { issue } from '#tests/support/e2e-problems.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const reason = '这段沟渠属于镇里的灌溉项目，不归村里管护。'

test('a session that ends in the middle of a form loses nothing that was typed', async ({ people }) => {
  const title = '会话中断的一个问题'
  const id = await issue(await people.caller('office'), title)
  const secretary = await people.as('village-secretary')
  const { page } = secretary
  await secretary.open(id, title, 'dispute')
  const panel = await secretary.openPanel('提出异议')
  await panel.getByLabel('异议的理由').fill(reason)
  await page.context().clearCookies()
  await panel.getByRole('button', { name: '提出异议' }).click()
  await expect(panel.getByRole('alert').filter({ hasText: '登录已过期' })).toContainText('填写的内容还在')
  await panel.getByRole('link', { name: '去登录' }).click()
  await page.getByLabel('用户名').fill('village-secretary')
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(panel.getByLabel('异议的理由')).toHaveValue(reason)
  await expect(panel).toContainText('您上次没有提交的内容还在')
  await secretary.submit('提出异议')
  await secretary.isIn('待下发')
})

test('who was slower is told what others did, and may still submit', async ({ people }) => {
  const title = '两个人同时办的一个问题'
  const office = await people.caller('office')
  const id = await issue(office, title)
  const secretary = await people.as('village-secretary')
  await secretary.open(id, title, 'dispute')
  const panel = await secretary.openPanel('提出异议')
  await panel.getByLabel('异议的理由').fill(reason)
  await office.act(id, 'list', { reason: '群众反映强烈。' })
  await panel.getByRole('button', { name: '提出异议' }).click()
  const told = panel.getByRole('alert').filter({ hasText: '有人先办了一步' })
  await expect(told).toContainText(`${office.person.name}：挂牌督办`)
  await expect(told).toContainText('您填写的内容都还在')
  await expect(panel.getByLabel('异议的理由')).toHaveValue(reason)
  await told.getByRole('button', { name: '按现在的情况提交' }).click()
  await expect(panel.getByRole('heading', { name: '已办：提出异议' })).toBeVisible()
})

test('an act that others made impossible is said to be so, and the text can still be copied', async ({
  people,
}) => {
  const title = '别人先认领的一个问题'
  const id = await issue(await people.caller('office'), title)
  const caller = await people.caller('village-secretary')
  const secretary = await people.as('village-secretary')
  await secretary.open(id, title, 'dispute')
  const panel = await secretary.openPanel('提出异议')
  await panel.getByLabel('异议的理由').fill(reason)
  await caller.act(id, 'claim', { leaderId: caller.person.id })
  await panel.getByRole('button', { name: '提出异议' }).click()
  const told = panel.getByRole('alert').filter({ hasText: '有人先办了一步' })
  await expect(told).toContainText('现在的状态是「待报方案」，这件事已经不能办了')
  await expect(told.getByRole('button', { name: '按现在的情况提交' })).toHaveCount(0)
  await expect(panel.getByLabel('异议的理由')).toHaveValue(reason)
})
