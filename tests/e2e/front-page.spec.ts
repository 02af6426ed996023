import { expect, test } from '#tests/support/e2e-test.ts'

test('the front page is complete without JavaScript and leads to the desk', async ({ people }) => {
  const { page } = await people.nobody({ javaScriptEnabled: false })
  await page.goto('/')
  await expect(page).toHaveTitle('清溪县闭环平台')
  await expect(page.getByRole('note')).toHaveText('本系统为非涉密系统，严禁处理、存储、传输国家秘密')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('清溪县')
  for (const door of ['我要反映', '查进度', '看公示'])
    await expect(page.getByRole('main').getByRole('link', { name: door })).toBeVisible()
  await expect(page.getByRole('heading', { name: '问题是怎样闭环的' })).toBeVisible()
  await page.getByRole('link', { name: '工作人员登录' }).click()
  await expect(page).toHaveURL(/\/desk$/)
})
