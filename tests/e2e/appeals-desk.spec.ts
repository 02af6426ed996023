import { listAppeals } from '#features/appeals/api.ts'
import { actOn, openAppeal, register, toHandling } from '#tests/support/e2e-appeals.ts'
import { village } from '#tests/support/e2e-problems.ts'
import { expect, test } from '#tests/support/e2e-test.ts'
import { dayOf } from '#ui/format.ts'

const month = dayOf(new Date()).slice(0, 7)
const year = month.slice(0, 4)

test('the rates of a month stand with all they are counted from, and open the appeals behind them', async ({
  people,
}) => {
  test.setTimeout(120_000)
  const [registrar, clerk, secretary] = [
    await people.caller('town-registrar'),
    await people.caller('village-clerk'),
    await people.caller('town-secretary'),
  ]
  const { id, number } = await register(registrar, '桥头护栏松了一截', { nature: 'complaint' })
  await toHandling(registrar, clerk, id)
  await actOn(clerk, id, 'answer', { text: '护栏已焊牢。', claim: 'solved' })
  await actOn(secretary, id, 'passAnswer', {})
  await actOn(registrar, id, 'closeSolved', {})
  const { page } = await people.as('town-secretary')
  await page.goto('/desk/appeals')
  await page.getByRole('navigation', { name: '诉求的页面' }).getByRole('link', { name: '三率' }).click()
  const part = page.getByRole('region', { name: '满意率' })
  // Nobody was asked how satisfied they are: counted apart, and never as satisfied.
  // How many, goes by what other tests do meanwhile.
  await part.getByRole('button', { name: /看是哪些：满意率 未评价 [1-9]/ }).click()
  const rows = page.getByRole('dialog', { name: /^满意率/ })
  await expect(rows.getByRole('button', { name: '未评价' })).toHaveAttribute('aria-pressed', 'true')
  await expect(rows.getByRole('link', { name: number })).toBeVisible()
  await rows.getByRole('button', { name: '不计入' }).click()
  await expect(rows.getByRole('link', { name: number })).toHaveCount(0)
  await page.goBack()
  await expect(rows).toBeHidden()
  const table = page.getByRole('region', { name: '按村' })
  await expect(table.getByRole('rowheader', { name: '上河村' })).toBeVisible()
  await table.getByRole('button', { name: '按领域' }).click()
  await expect(
    page.getByRole('region', { name: '按领域' }).getByRole('rowheader', { name: '道路' }),
  ).toBeVisible()
  await page.getByRole('button', { name: '上月' }).click()
  await expect(page).toHaveURL(new RegExp(`month=(?!${month})`))
  await expect(page.getByRole('button', { name: '下月' })).toBeEnabled()
  await page.goto('/desk/appeals/rates?month=2999-01')
  await expect(page.getByLabel('选月份').last()).toHaveValue(month)
})

test('how fast people were responded to is compared before, during and after a rectification', async ({
  people,
}) => {
  const { page } = await people.as('office')
  await page.goto('/desk/appeals/rates')
  const around = page.getByRole('region', { name: '整改前、整改中、整改后的响应时间' })
  const choice = around.getByRole('combobox', { name: /^选一个问题/ })
  await choice.click()
  await choice.press('ArrowDown')
  await choice.press('Enter')
  await expect(around.getByRole('rowheader', { name: /^整改前/ })).toBeVisible()
  await expect(around.getByRole('rowheader', { name: /^整改中/ })).toBeVisible()
  await page.reload()
  await expect(around.getByRole('rowheader', { name: /^整改前/ })).toBeVisible()
})

test('who only handles appeals is told why they read no rates', async ({ people }) => {
  const { page } = await people.as('village-clerk')
  await page.goto('/desk/appeals')
  const ways = page.getByRole('navigation', { name: '诉求的页面' })
  await expect(ways.getByRole('link', { name: '诉求', exact: true })).toBeVisible()
  await expect(ways.getByRole('link', { name: '三率' })).toHaveCount(0)
  await page.goto('/desk/appeals/rates')
  await expect(page.getByRole('heading', { name: '三率给县里和乡镇看' })).toBeVisible()
})

test('what is promised for the year is listed with how many are still to be solved', async ({ people }) => {
  const [registrar, clerk, secretary] = [
    await people.caller('town-registrar'),
    await people.caller('village-clerk'),
    await people.caller('town-secretary'),
  ]
  const { id } = await register(registrar, '进村路的危桥三年没有修', { fieldCode: 'roads' })
  await toHandling(registrar, clerk, id)
  await actOn(secretary, id, 'pledge', { year: Number(year) })
  const { page } = await people.as('town-secretary')
  await page.goto('/desk/appeals/overview')
  await page.getByRole('link', { name: '看整个清单' }).click()
  const row = page.getByRole('row').filter({ hasText: '进村路的危桥三年没有修' })
  await expect(row).toContainText('还在办')
  await expect(page.getByText(/^列入\d+件，已解决\d+件$/)).toBeVisible()
  await expect(page.getByText(/每年至少解决10件/)).toBeVisible()
  await page.getByLabel('选年度').selectOption(String(Number(year) + 1))
  await expect(page.getByRole('heading', { name: '这一年还没有列入清单的诉求' })).toBeVisible()
})

test('Ctrl+K finds an appeal by number and by words, for whoever may see it and nobody else', async ({
  people,
}) => {
  const registrar = await people.caller('town-registrar')
  const { id, number } = await register(registrar, '晒谷场边的变压器嗡嗡响')
  await expect
    .poll(async () => (await registrar.call(listAppeals, { query: { q: number } as never })).rows.length)
    .toBe(1)
  const { page } = await people.as('town-registrar')
  await page.goto('/desk')
  await expect(page.getByRole('heading', { level: 1, name: '我的待办' })).toBeVisible()
  for (const typed of [number, '变压器嗡嗡']) {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /^输入编号/ }).fill(typed)
    const hit = page.getByRole('option', { name: /晒谷场边的变压器/ })
    await expect(hit).toContainText(`诉求 ${number}`)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/appeals/${id}$`))
  }
  const other = (await people.as('village-clerk')).page
  await other.goto('/desk')
  await expect(other.getByRole('heading', { level: 1, name: '我的待办' })).toBeVisible()
  await other.keyboard.press('Control+k')
  await other.getByRole('combobox', { name: /^输入编号/ }).fill(number)
  await expect(other.getByText(`没有找到「${number}」`)).toBeVisible()
})

test('what was typed into an act outlives a reload without numbers, and goes with whoever signs out', async ({
  people,
}) => {
  const [registrar, clerk] = [await people.caller('town-registrar'), await people.caller('village-clerk')]
  const { id } = await register(registrar, '广场的健身器材坏了两件')
  await toHandling(registrar, clerk, id)
  const { page, name } = await people.as('village-clerk')
  await openAppeal(page, id)
  await page.getByRole('button', { name: '答复', exact: true }).click()
  const panel = page.getByRole('dialog', { name: '答复', exact: true })
  await panel.getByLabel('内容').fill('已更换，有事打13800001234。')
  const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))
  expect(await kept()).not.toContain('13800001234')
  await page.reload()
  await expect(panel.getByLabel('内容')).toHaveValue('已更换，有事打***。')
  await expect(panel.getByRole('status')).toContainText('上次没有提交的内容还在')
  await panel.getByRole('button', { name: '清空重填' }).click()
  await expect(panel.getByLabel('内容')).toHaveValue('')
  await panel.getByLabel('内容').fill('已经更换好了。')
  await panel.getByRole('button', { name: '先不办' }).click()
  await page.getByRole('button', { name: new RegExp(`^我|${name}`) }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page).toHaveURL(/sign-in/)
  expect(await kept()).not.toContain('已经更换好了')
})

test('pictures pasted on the page of registration are registered with what was brought up', async ({
  people,
}) => {
  const { page } = await people.as('town-registrar')
  await page.goto('/desk/appeals/new')
  await page.locator('#register-cause').fill('桥头的路面塌了一块，车过不去')
  /** As the browser hands over what a screenshot tool or a chat left on the clipboard. */
  const paste = (into: string, text: string) =>
    page.locator(into).evaluate(async (field, said) => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 40
      canvas.getContext('2d')?.fillRect(0, 0, 20, 20)
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
      const clipboardData = new DataTransfer()
      if (blob) clipboardData.items.add(new File([blob], 'image.png', { type: 'image/png' }))
      if (said) clipboardData.setData('text/plain', said)
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  const part = page.getByRole('region', { name: '照片', exact: true })
  await paste('#register-cause', '')
  await expect(part.getByText('照片1 · 已传好')).toBeVisible()
  await paste('#register-cause', '')
  await expect(part.getByText('照片2 · 已传好')).toBeVisible()
  await part.getByRole('button', { name: '移去照片2' }).click()
  await expect(part.getByRole('listitem')).toHaveCount(1)
  await expect(part).toContainText('承办单位也能看到')
  await page.locator('#register-placeId').pressSequentially('shc')
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: /只限登记人/ }).check()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: '打开这件诉求' }).click()
  const evidence = page.getByRole('region', { name: '材料' })
  await expect(evidence.getByRole('listitem')).toHaveCount(1)
  await expect(evidence).toContainText('群众提供')
  await expect(evidence.locator('img')).toHaveJSProperty('naturalWidth', 40)
})

test('residents without text messages are called, one line a call', async ({ people }) => {
  const registrar = await people.caller('town-registrar')
  const title = '后街路灯线垂到了地上'
  const { id } = await register(registrar, title)
  const handlerId = (await registrar.organization(village)).id
  await actOn(registrar, id, 'dispatch', { handlerId, assistantIds: [] })
  const { page } = await people.as('town-registrar')
  await page.goto('/desk/appeals/telling')
  const line = page.getByRole('listitem').filter({ hasText: title })
  await expect(line).toContainText(/已转.*上河村，最迟\d+月\d+日答复您。/)
  await expect(line).not.toContainText('13800001234')
  await line.getByRole('button', { name: '没打通' }).click()
  await expect(line).toContainText('已打过1次，没打通')
  await line.getByRole('button', { name: '已告知' }).click()
  await expect(line).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: '待告知' })).toBeVisible()
  await expect(line).toHaveCount(0)
  const other = (await people.as('village-clerk')).page
  await other.goto('/desk/appeals/telling')
  await expect(other.getByRole('heading', { name: '这里只给登记人看' })).toBeVisible()
})

test('a report of reprisal goes from the receipt to the discipline office and back, past everybody else', async ({
  people,
}) => {
  test.setTimeout(120_000)
  const registrar = await people.caller('town-registrar')
  const { id, number, receipt } = await register(registrar, '沟渠的水费收得没有数')
  const resident = (await people.nobody()).page
  await resident.goto('/progress')
  await resident.getByLabel('查询号（12位').fill(receipt)
  await resident.getByRole('button', { name: '查我反映的事' }).click()
  await resident.getByText('因为反映问题受到威胁、刁难、报复').click()
  await resident.getByLabel(/^是谁、什么时候/).fill('反映以后停了我家的水，请打到亲戚家里。')
  await resident.getByRole('button', { name: '送到县纪检监察机关' }).click()
  await expect(resident.getByRole('status')).toHaveText('收到了。')
  await expect(resident.getByText(/已送到县纪检监察机关。$/)).toBeVisible()
  const { page } = await people.as('discipline')
  await page.goto('/desk/appeals/diverted')
  const report = page.getByRole('listitem').filter({ hasText: '停了我家的水' })
  await expect(report).toContainText(number)
  await report.getByRole('button', { name: '受理' }).click()
  await report.getByLabel(/^答复本人/).fill('已责令当天恢复供水，不会再有。')
  await report.getByRole('button', { name: '答复' }).click()
  await expect(report).toContainText(/\d\d:\d\d答复/)
  await resident.getByRole('button', { name: '再看一次' }).click()
  await expect(resident.getByText('县纪检监察机关答复您：已责令当天恢复供水')).toBeVisible()
  const desk = (await people.as('town-registrar')).page
  await openAppeal(desk, id)
  await expect(desk.getByRole('main')).not.toContainText(/停了我家的水|报复/)
})
