import { listProblems } from '#features/problems/api.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test('a problem of others is not found, whether it exists or not', async ({ people }) => {
  const office = await people.caller('office')
  const willow = (await office.call(listProblems, { query: { q: '' } })).rows.find(
    ({ townshipName }) => townshipName === '柳林镇',
  )
  const { page } = await people.as('village-secretary')
  for (const id of [willow?.id, '00000000-0000-7000-8000-000000000000']) {
    await page.goto(`/desk/problems/${id}`)
    await expect(page.getByRole('main')).toContainText('没有找到')
    await expect(page.getByRole('main')).toContainText('不属于您能查看的范围')
  }
})

test('who may not import is told who does, and has no entry that leads there', async ({ people }) => {
  const { page } = await people.as('village-clerk')
  await page.goto('/desk/import')
  await expect(page.getByRole('main')).toContainText('您不能导入')
  await expect(page.getByRole('main')).toContainText('请与巡察办联系')
  await expect(page.getByRole('navigation', { name: '主菜单' }).getByRole('link')).toHaveText([
    ...['待办', '台账', '公示', '诉求', '概览', '机构'],
  ])
})

test('an act that is not one’s own says so when a link leads to it', async ({ people }) => {
  const town = await people.caller('town-secretary')
  const { rows } = await town.call(listProblems, { query: { state: 'closed' } as never })
  const { page } = await people.as('town-secretary')
  await page.goto(`/desk/problems/${rows[0]?.id}?act=consolidate`)
  await expect(page.getByRole('alert')).toContainText('「确认巩固」现在不能办')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the administrator runs the system and reads none of its business', async ({ people }) => {
  const { page } = await people.as('sysadmin')
  await page.goto('/desk')
  await expect(page.getByText('没有待办')).toBeVisible()
  await page.goto('/desk/ledger')
  await expect(page.getByRole('heading', { level: 1, name: '问题台账' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('管理员看不到问题')
})
