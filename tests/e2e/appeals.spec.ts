import type { Page } from '@playwright/test'
import { getAppeal, getAppealEvidence, listAppeals } from '#features/appeals/api.ts'
import { addDays } from '#platform/calendar/index.ts'
import { actOn, doAct, openAppeal, register, toHandling } from '#tests/support/e2e-appeals.ts'
import { fillIn } from '#tests/support/e2e-desk.ts'
import { village } from '#tests/support/e2e-problems.ts'
import { expect, test } from '#tests/support/e2e-test.ts'
import { dayOf } from '#ui/format.ts'

const today = dayOf(new Date())

/** A trained registrar: a hundred Chinese characters, four hundred keys a minute. */
const CHARACTER_MS = 600
const KEY_MS = 150

/** Types as a person does, and counts the fields that something was entered in. */
class Typist {
  readonly #page: Page
  touched = 0

  constructor(page: Page) {
    this.#page = page
  }

  async into(field: RegExp, text: string): Promise<void> {
    await this.tabTo(field)
    await this.#page.keyboard.type(text, { delay: /\p{Script=Han}/u.test(text) ? CHARACTER_MS : KEY_MS })
    this.touched++
  }

  async key(key: string): Promise<void> {
    await this.#page.keyboard.press(key)
    await this.#page.waitForTimeout(KEY_MS)
  }

  /** With the Tab key, until the field in focus is the one of this id. */
  async tabTo(id: RegExp): Promise<void> {
    for (let presses = 0; presses < 40; presses++) {
      const at = await this.#page.evaluate(() => document.activeElement?.id ?? '')
      if (id.test(at)) return
      await this.key('Tab')
    }
    throw new Error(`Tab never came to ${id}`)
  }
}

test('a phone appeal: registered with the keyboard in thirty seconds, handled, answered, called back', async ({
  people,
}) => {
  test.setTimeout(360_000)
  const { page } = await people.as('town-registrar')
  let receipt = ''
  const id = await test.step('registered while somebody is on the phone', async () => {
    await page.goto('/desk/appeals/new')
    await expect(page.locator('#register-placeId')).toBeFocused()
    const typist = new Typist(page)
    const begun = Date.now()
    await typist.into(/^register-placeId$/, 'shc')
    await typist.key('Enter')
    await typist.into(/^register-cause$/, '老戏台边的水管漏了三天，路上都是水')
    await typist.into(/^register-name$/, '周德福')
    await typist.into(/^register-phone$/, '13800001234')
    await typist.into(/^register-openness$/, ' ')
    await typist.into(/^register-nature$/, ' ')
    await typist.key('ArrowRight')
    await typist.into(/^register-fieldCode$/, 'sd')
    await typist.key('Enter')
    await typist.key('Control+Enter')
    await expect(page.getByRole('heading', { name: '已登记' })).toBeVisible()
    const took = Date.now() - begun
    expect(took, 'milliseconds at human typing speed').toBeLessThan(30_000)
    expect(typist.touched).toBeLessThanOrEqual(12)
    receipt = (await page.locator('.ap-slip-receipt span').allTextContents()).join('-')
    expect(receipt).toMatch(/^([2-9A-Z]{4}-){2}[2-9A-Z]{4}$/)
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('水管')
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('article', { name: '诉求查询号' })).toContainText('凭查询号可以查进度')
    await expect(page.getByRole('button', { name: '再登记一件' })).toBeHidden()
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('link', { name: '打开这件诉求' }).click()
    await page.waitForURL(/\/desk\/appeals\/[0-9a-f-]{36}$/)
    return page.url().split('/').at(-1) ?? ''
  })
  const title = '老戏台边的水管漏了三天'
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await test.step('dispatched as suggested, with the reason', () =>
    doAct(page, '派单', '待签收', async (panel) => {
      const suggested = panel.getByRole('radio', { name: /^上河村/ })
      await suggested.check()
      await expect(panel.getByText(/^(本县规定|最近同类|事情就在这里)/).first()).toBeVisible()
    }))
  const clerk = await people.as('village-clerk')
  await test.step('signed for, spoken with, worked on and answered from the list of work', async () => {
    await clerk.page.goto('/desk')
    await clerk.page.getByRole('link', { name: `办理 签收：${title}` }).click()
    await doAct(clerk.page, '签收', '待首次联系')
    await doAct(clerk.page, '记首次联系', '办理中', (panel) =>
      panel.getByRole('radio', { name: '电话' }).check(),
    )
    await doAct(clerk.page, '记办理进展', '办理中', (panel) =>
      panel.getByLabel('内容').fill('已关阀，下午换管。'),
    )
    await doAct(clerk.page, '上传材料', '办理中', async (panel) => {
      await panel
        .getByLabel('文件')
        .setInputFiles({ name: '派工单.txt', mimeType: 'text/plain', buffer: Buffer.from('换水管一处') })
      await panel.getByRole('radio', { name: '资料' }).check()
    })
    await expect(clerk.page.locator('#evidence')).toContainText('派工单.txt')
    await doAct(clerk.page, '答复', '答复待审核', async (panel) => {
      await panel.getByRole('radio', { name: '已解决' }).check()
      await panel.getByLabel('内容').fill('水管已换好，路面已清。')
    })
  })
  await test.step('the paper is given out to who may see the appeal', async () => {
    const caller = await people.caller('town-registrar')
    const { evidence } = await caller.call(getAppeal, { params: { id } })
    const sha256 = evidence[0]?.sha256 ?? ''
    const path = getAppealEvidence.path.replace(':id', id).replace(':sha256', sha256)
    expect((await caller.download(path)).toString()).toBe('换水管一处')
  })
  await test.step('reviewed by somebody else, who sees the answer beside the button', async () => {
    const secretary = (await people.as('town-secretary')).page
    await openAppeal(secretary, id)
    await doAct(secretary, '审核通过', '待回访', (panel) =>
      expect(panel.getByText('水管已换好，路面已清。')).toBeVisible(),
    )
  })
  await test.step('called back: who it was is opened with a reason, and stays on record', async () => {
    await page.goto('/desk/appeals?view=callback')
    await page.getByRole('link', { name: title }).click()
    const identity = page.getByRole('region', { name: '反映人' })
    await expect(identity).not.toContainText('13800001234')
    await identity.getByLabel('查看理由').fill('电话回访')
    await identity.getByRole('button', { name: '查看身份' }).click()
    await expect(identity).toContainText('13800001234')
    await page.reload()
    await expect(identity).toContainText('被查看过1次')
    await expect(identity).not.toContainText('13800001234')
    await doAct(page, '记一次未接通', '待回访')
    await doAct(page, '回访：已解决，办结', '已办结', (panel) =>
      panel.getByRole('radio', { name: '满意', exact: true }).check(),
    )
    await expect(page.getByRole('region', { name: '走到哪一步' })).toContainText('办结')
  })
  await test.step('found again by the receipt that is read out on the phone', async () => {
    await page.goto('/desk/appeals')
    const box = page.getByRole('form', { name: '电话查询' })
    await box.getByRole('textbox').fill('2222-2222-2222')
    await box.getByRole('button', { name: '查' }).click()
    await expect(box.getByRole('alert')).toContainText('没有这个查询号')
    await box.getByRole('textbox').fill(receipt.toLowerCase().replaceAll('-', ' '))
    await box.getByRole('button', { name: '查' }).click()
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    expect(page.url()).not.toContain(receipt.slice(0, 4))
  })
})

test('a pasted message is filled in to be checked, outlives a reload without the person, and is joined to what runs', async ({
  people,
}) => {
  test.setTimeout(180_000)
  const registrar = await people.caller('town-registrar')
  const main = await register(registrar, '后山排洪沟被渣土堵住', {
    cause: '后山排洪沟被渣土堵住，一下雨就倒灌进院子。',
  })
  const { page } = await people.as('town-registrar')
  await page.goto('/desk/appeals/new')
  await page.locator('#register-paste').focus()
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData(
      'text',
      '我叫李秀兰，上河村三组的，电话13900005678。后山排洪沟被渣土堵住了，昨天下雨又倒灌。',
    )
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  })
  await expect(page.getByLabel(/^姓名/)).toHaveValue('李秀兰')
  await expect(page.getByRole('textbox', { name: /^电话/ })).toHaveValue('13900005678')
  await expect(page.getByText('机填').first()).toBeVisible()
  await expect(page.getByRole('radio', { name: '微信群' })).toBeChecked()
  const alike = page.getByRole('region', { name: '同村正在办的类似诉求' })
  await expect(alike).toContainText(main.number)
  await test.step('Escape asks, and a reload keeps everything but the person', async () => {
    await page.getByLabel(/^起因/).focus()
    await page.keyboard.press('Escape')
    const asked = page.getByRole('dialog', { name: '要清空已经填的内容吗？' })
    await expect(asked).toBeVisible()
    await asked.getByRole('button', { name: '不清空，接着填' }).click()
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))
    for (const own of ['李秀兰', '13900005678']) expect(kept).not.toContain(own)
    await page.reload()
    await expect(page.getByLabel(/^起因/)).toHaveValue(/排洪沟/)
    await expect(page.getByLabel(/^姓名/)).toHaveValue('')
  })
  await page.getByRole('button', { name: /^登记/ }).click()
  await expect(
    page
      .getByRole('alert')
      .getByRole('button', { name: /^身份怎么保密/ })
      .first(),
  ).toBeVisible()
  await page.getByRole('radio', { name: /^只限登记人/ }).check()
  await alike.getByRole('button', { name: `并入 ${main.number}` }).click()
  await page.getByRole('button', { name: '登记，并入那一件' }).click()
  await expect(page.getByRole('status').filter({ hasText: `已并入 ${main.number}` })).toBeVisible()
  await openAppeal(page, main.id)
  await expect(page.getByRole('region', { name: '一起反映的人' }).getByRole('link')).toHaveCount(1)
})

test('returned with the proper owner named, then extended, suspended and taken up again by a leader', async ({
  people,
}) => {
  test.setTimeout(240_000)
  const registrar = await people.caller('town-registrar')
  const clerk = await people.caller('village-clerk')
  const { id } = await register(registrar, '种粮补贴少发了一季', { fieldCode: 'subsidy' })
  const handlerId = (await registrar.organization(village)).id
  await actOn(registrar, id, 'dispatch', { handlerId, assistantIds: [] })
  const handler = (await people.as('village-clerk')).page
  await openAppeal(handler, id)
  await doAct(handler, '申请退单', '退单待定', async (panel) => {
    await panel.getByLabel('属于哪种情形').selectOption('not_ours')
    await panel.getByLabel('理由').fill('补贴由县里发放，村里查不到。')
    await panel.getByRole('combobox', { name: '应当由谁办' }).fill('xnyncj')
    await panel.getByRole('combobox', { name: '应当由谁办' }).press('Enter')
  })
  const { page } = await people.as('town-registrar')
  await openAppeal(page, id)
  await expect(page.getByRole('region', { name: '申请' })).toContainText('县农业农村局')
  await doAct(page, '同意退单', '已登记', (panel) => expect(panel).toContainText('村里查不到'))
  await toHandling(registrar, clerk, id)
  await handler.reload()
  // One day after the limit, whatever week and holidays it falls in.
  const { clock } = await registrar.call(getAppeal, { params: { id } })
  const newDay = addDays(dayOf(new Date(clock?.dueAt ?? '')), 1)
  await doAct(handler, '申请延期', '办理中', async (panel) => {
    await panel.getByLabel('延到哪一天').fill(newDay)
    await panel.getByLabel('理由').fill('要等县里核对名册。')
  })
  const secretary = (await people.as('town-secretary')).page
  await openAppeal(secretary, id)
  await doAct(secretary, '同意延期', '办理中')
  await expect(secretary.getByRole('region', { name: '时限' })).toContainText('延期1次')
  await handler.reload()
  await doAct(handler, '申请挂账', '办理中', async (panel) => {
    await panel.getByLabel('挂到哪一天复查').fill(addDays(today, 60))
    await panel.getByLabel('属于哪种情形').selectOption('no_policy')
    await panel.getByLabel('理由').fill('补发的政策还没有下来。')
    await panel.getByRole('combobox', { name: '包案领导' }).press('ArrowDown')
    await panel.getByRole('combobox', { name: '包案领导' }).press('Enter')
  })
  await secretary.reload()
  await doAct(secretary, '同意挂账', '挂账')
  await expect(secretary.getByRole('region', { name: '时限' })).toContainText('挂账期间，办理时限已停')
  await page.goto('/desk/appeals?view=suspended')
  await expect(page.getByRole('link', { name: '种粮补贴少发了一季' })).toBeVisible()
  await openAppeal(secretary, id)
  await doAct(secretary, '恢复办理', '办理中')
})

test('redone when the resident says so, and refused with where to go instead', async ({ people }) => {
  test.setTimeout(180_000)
  const [registrar, clerk, leader] = [
    await people.caller('town-registrar'),
    await people.caller('village-clerk'),
    await people.caller('town-secretary'),
  ]
  const redone = await register(registrar, '路面坑洼补了又坏')
  await toHandling(registrar, clerk, redone.id)
  await actOn(clerk, redone.id, 'answer', { text: '已用碎石补平。', claim: 'solved' })
  await actOn(leader, redone.id, 'passAnswer', {})
  const { page } = await people.as('town-registrar')
  await openAppeal(page, redone.id)
  await doAct(page, '退回重办', '办理中', (panel) => panel.getByLabel('理由').fill('对方说三天又坏了。'))
  await expect(page.getByText('第2次办理')).toBeVisible()
  const refused = await register(registrar, '买卖房屋的纠纷请镇里裁决', { fieldCode: 'other' })
  await openAppeal(page, refused.id)
  await doAct(page, '不予受理', '不予受理', async (panel) => {
    await panel.getByLabel('属于哪种情形').selectOption('litigation')
    await panel.getByLabel('应当去哪里').fill('县人民法院石桥法庭')
    await panel.getByLabel('内容').fill('这件事已在法院审理，请等法院的结果。')
  })
  await expect(page.getByRole('region', { name: '反映的事' })).toContainText('县人民法院石桥法庭')
})

test('what waits for the resident stands still and says so; what is about the village never goes there', async ({
  people,
}) => {
  test.setTimeout(180_000)
  const registrar = await people.caller('town-registrar')
  const clerk = await people.caller('village-clerk')
  const waiting = await register(registrar, '宅基地界址和邻居说不清', { fieldCode: 'land' })
  await toHandling(registrar, clerk, waiting.id)
  await actOn(clerk, waiting.id, 'askResident', { text: '请补充当年的界址协议。' })
  const { page } = await people.as('town-registrar')
  await openAppeal(page, waiting.id)
  await expect(page.getByRole('region', { name: '时限' })).toContainText('等群众补充，时限已停')
  const about = await register(registrar, '村里低保名单不公', { aboutVillage: true, openness: 'registrar' })
  await openAppeal(page, about.id)
  await page.getByRole('region', { name: '我能办的' }).getByRole('button', { name: '派单' }).click()
  const panel = page.getByRole('dialog', { name: '派单' })
  await expect(panel).toContainText('不能派给这个村')
  await expect(panel.getByRole('radio', { name: /^上河村/ })).toHaveCount(0)
  await panel.getByRole('combobox', { name: '承办单位' }).fill('上河村')
  await expect(page.getByText('没有这个村。')).toBeVisible()
  const village = (await people.as('village-clerk')).page
  await village.goto(`/desk/appeals/${about.id}`)
  await expect(village.getByRole('heading', { level: 1, name: '没有找到' })).toBeVisible()
})

test('an accusation is passed on as it is registered, leaves a number, and is read by the discipline office alone', async ({
  people,
}) => {
  test.setTimeout(180_000)
  const { page } = await people.as('town-registrar')
  await page.goto('/desk/appeals/new')
  const place = page.locator('#register-placeId')
  await place.fill('shc')
  await place.press('Enter')
  await page.getByLabel(/^起因/).fill('村主任收了三千元好处才给盖章。')
  await page.getByRole('radio', { name: /^匿名/ }).check()
  await page.getByRole('button', { name: '这是检举控告' }).click()
  await page.getByRole('button', { name: '转送纪检监察' }).click()
  await page.getByRole('button', { name: '登记并转送' }).click()
  await expect(page.getByText(/内容已转送县纪委监委/)).toBeVisible()
  const told = await page
    .getByText(/^诉求编号/)
    .first()
    .textContent()
  const number = /S\d{4}-\d{5}/.exec(told ?? '')?.[0] ?? ''
  await page.getByRole('link', { name: '打开这件诉求' }).click()
  await expect(page.getByText('这件事已按规定转送县纪委监委，台账只留编号。')).toBeVisible()
  const caller = await people.caller('town-registrar')
  const listed = await caller.call(listAppeals, { query: { q: '好处', limit: 50 } })
  expect(listed.rows).toEqual([])
  const discipline = (await people.as('discipline')).page
  await discipline.goto('/desk/appeals')
  await expect(discipline).toHaveURL(/\/desk\/appeals\/diverted$/)
  const item = discipline.getByRole('listitem').filter({ hasText: number })
  await item.getByLabel('查看理由').fill('接收并初核')
  await item.getByRole('button', { name: '接收并查看' }).click()
  await expect(item).toContainText('三千元好处')
  await page.goto('/desk/appeals/diverted')
  await expect(page.getByText('这里只给县纪委监委看')).toBeVisible()
})

test('three closed unsolved propose a problem: its form opens filled in, and each of them shows its number', async ({
  people,
}) => {
  test.setTimeout(180_000)
  const [registrar, clerk, secretary] = [
    await people.caller('town-registrar'),
    await people.caller('village-clerk'),
    await people.caller('town-secretary'),
  ]
  const ids: string[] = []
  for (const n of [1, 2, 3]) {
    const { id } = await register(registrar, `工地欠工钱${n}`, { nature: 'complaint', fieldCode: 'wages' })
    await toHandling(registrar, clerk, id)
    await actOn(clerk, id, 'answer', { text: '还没有要到。', claim: 'explained' })
    await actOn(secretary, id, 'passAnswer', {})
    await actOn(registrar, id, 'closeUnsolved', { reasonableness: 'reasonable', reason: '没有发' })
    ids.push(id)
  }
  const { page } = await people.as('office')
  await page.goto('/desk/appeals/overview')
  const proposal = page.getByRole('listitem').filter({ hasText: '石桥镇 · 工资拖欠' })
  await proposal.getByRole('link', { name: '录入问题' }).click()
  const panel = page.getByRole('dialog', { name: '录入问题' })
  await expect(panel).toContainText(/由\d+件群众诉求提出/)
  await expect(panel.getByLabel('问题标题')).toHaveValue('石桥镇工资拖欠方面多件群众诉求没有解决')
  await fillIn(panel, {
    ...{ 问题来源: { pick: '巡察' }, 问题类别: { pick: '人居环境' } },
    ...{ 性质: { pick: '一般问题' }, 范围: { pick: '个性' }, 新旧: { pick: '新问题' } },
  })
  await panel.getByRole('button', { name: '录入问题', exact: true }).click()
  await expect(panel).toContainText(/\d{4}-\d{5}/)
  const number = /\d{4}-\d{5}/.exec((await panel.textContent()) ?? '')?.[0]
  for (const id of ids)
    expect((await registrar.call(getAppeal, { params: { id } })).problem?.number).toBe(number)
  await page.goto('/desk/appeals/overview')
  await expect(page.getByRole('heading', { name: '提请列入问题台账' })).toBeVisible()
  await expect(proposal).toHaveCount(0)
})
