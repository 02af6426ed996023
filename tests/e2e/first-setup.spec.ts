import type { TestInfo } from '@playwright/test'
import { barriersOn } from '#tests/support/e2e-axe.ts'
import type { Desk } from '#tests/support/e2e-desk.ts'
import { expect, type People, test } from '#tests/support/e2e-test.ts'
import { chooseFile, downloadTemplate, type SheetRow, writeRows } from '#tests/support/e2e-workbook.ts'
import { NewCounty } from '#tests/support/new-county.ts'

/** A county from nothing, as the operator's handbook has it: tables, three administrators, and then people at work. */
let county: NewCounty
test.beforeAll(() => {
  county = new NewCounty()
})
test.afterAll(() => county.close())

const code = '610522'
const village = '610522101201'
const administrators = [
  { name: '李建国', username: 'li', role: 'system_admin' },
  { name: '张秀兰', username: 'zhang', role: 'security_admin' },
  { name: '赵志强', username: 'zhao', role: 'audit_admin' },
] as const
const staff: SheetRow[] = [
  { 姓名: '王敏', 登录名: 'wangmin', 单位编码: code, 职务类别: '工作人员', 手机号: '13800001234' },
  { 姓名: '陈立新', 登录名: 'chenlixin', 单位编码: village, 职务类别: '书记', 角色: '党组织书记' },
]
const problem: SheetRow = {
  ...{ 单位编码: village, 问题来源: '巡察', 年度: '2026', 问题类别: '人居环境' },
  ...{ 性质: '一般问题', 范围: '个性', 新老: '新问题', 反馈日期: '2026-03-16' },
  ...{ 问题标题: '沟边护栏缺损', 反馈原文: '走访发现，村北沟边护栏缺损二十米，夜间行走有危险。' },
}

test('an empty county is set up from division tables by three administrators, until its people work', async ({
  people,
}, info) => {
  test.setTimeout(1_200_000)
  const first = await test.step('the operator makes the county and its administrators', makeCounty)
  const baseURL = await county.serve()
  const enter = (username: string, password: string) => newcomer(people, { baseURL, username, password })
  const [runs, secures, audits] = await test.step('each changes the first password', async () => [
    await enter('li', first.li!),
    await enter('zhang', first.zhang!),
    await enter('zhao', first.zhao!),
  ])
  await test.step('the county is there to its villages', () => seesVillages(runs!))
  await test.step('people are imported', () => importPeople(runs!, info))
  const slips = await test.step('slips are printed, once', () => printSlips(runs!))
  await test.step('a role of the workbook is confirmed', () => confirms(secures!, '党组织书记'))
  await test.step('a role is granted', () => asksRole(secures!))
  await test.step('and confirmed by another', () => confirms(runs!, '巡察办'))
  const office = await test.step('the office comes', () => enter('wangmin', slips.wangmin!))
  await test.step('and begins', () => issueFirst(office, info))
  const secretary = await test.step('the village comes', () => enter('chenlixin', slips.chenlixin!))
  await test.step('and claims', () => claimFirst(secretary))
  const again = await test.step('who forgot the password gets another', () => givesAnother(runs!))
  await test.step('and comes in with it', () => enter('chenlixin', again))
  await test.step('the office is reached by telephone, for a reason', () => revealsPhone(runs!))
  await test.step('the auditor reads all of it in the log, and nothing else', () => reads(audits!))
})

async function makeCounty(): Promise<Record<string, string>> {
  const made = await county.bihuan('county', 'create', '--division', code, '--from', county.tables)
  expect(made).toEqual([`1\t${code}\t东山县`])
  const passwords: Record<string, string> = {}
  for (const { name, username, role } of administrators) {
    const who = ['--name', name, '--username', username, '--organization', code, '--role', role]
    passwords[username] = (await county.bihuan('user', 'create', ...who)).at(-1)!
  }
  return passwords
}

/** No password twice: the same one again is refused to the same person. */
let changed = 0

type Newcomer = { baseURL: string; username: string; password: string }

/** Signs in with what stood on a slip, which opens nothing before it is changed into what only they know. */
async function newcomer(people: People, { baseURL, username, password }: Newcomer): Promise<Desk> {
  const desk = await people.nobody({ baseURL })
  const { page } = desk
  await page.goto('/desk')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '请先设置自己的密码' })).toBeVisible()
  await page.getByLabel('现在的密码').fill(password)
  await page.getByLabel('新密码').fill(`Spring-Sowing-${++changed}`)
  await page.getByRole('button', { name: '更改密码' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '我的待办' })).toBeVisible()
  return desk
}

async function seesVillages({ page }: Desk): Promise<void> {
  await page.goto('/desk/organizations')
  const tree = page.getByRole('main')
  await tree.getByRole('searchbox').fill('南新')
  await expect(tree).toContainText('南新社区')
  await expect(tree).toContainText('城关街道')
}

async function importPeople(desk: Desk, info: TestInfo): Promise<void> {
  const template = await downloadTemplate(desk, info.outputPath('people-empty.xlsx'), 'people')
  await chooseFile(desk, await writeRows(template, staff, info.outputPath('people.xlsx')))
  const { page } = desk
  await expect(page.getByText('每一行都可以导入。')).toBeVisible()
  await page.getByRole('button', { name: '全部导入（2行）' }).click()
  await expect(page.getByRole('status')).toContainText('录入了2人。')
}

/** @returns first passwords by user name */
async function printSlips({ page }: Desk): Promise<Record<string, string>> {
  await page.getByRole('link', { name: '生成首次密码，打印密码条' }).click()
  await page.getByRole('button', { name: '生成2个首次密码' }).click()
  await expect(page.getByText('已生成2条，按单位分批打印')).toBeVisible()
  await page.getByRole('button', { name: '显示这一批' }).click()
  const slips = page.getByRole('article')
  await expect(slips).toHaveCount(2)
  expect(await barriersOn(page)).toEqual([])
  const printed: Record<string, string> = {}
  for (const slip of await slips.all()) {
    const [username = '', password = ''] = await slip.getByRole('definition').allTextContents()
    printed[username] = password
  }
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(slips.filter({ hasText: '陈立新' })).toContainText('上河村')
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('button', { name: '都打印好了，结束' }).click()
  await expect(page.getByRole('status')).toHaveText('已结束。密码条不再保存，请把纸条当面交给本人。')
  await expect(page.getByText('没有等待首次密码的人')).toBeVisible()
  return printed
}

async function confirms({ page }: Desk, role: string): Promise<void> {
  await page.goto('/desk/grants')
  const line = page.getByRole('listitem').filter({ hasText: role })
  await expect(line).toBeVisible()
  await page.getByRole('button', { name: /^确认/ }).click()
  await expect(page.getByText('没有等待确认的申请')).toBeVisible()
}

async function asksRole({ page }: Desk): Promise<void> {
  await page.goto('/desk/people')
  await page.getByRole('link', { name: '王敏' }).click()
  await page.getByRole('button', { name: '申请授权' }).click()
  const panel = page.getByRole('dialog', { name: '申请授权' })
  const role = panel.getByRole('combobox', { name: '角色' })
  await role.fill('巡察办')
  await role.press('Enter')
  await panel.getByLabel('理由').fill('巡察办工作人员')
  await panel.getByRole('button', { name: '申请授权' }).click()
  await expect(panel).toBeHidden()
  await page.goto('/desk/grants')
  await expect(page.getByText('由另一人确认')).toBeVisible()
  await expect(page.getByRole('button', { name: '确认', exact: true })).toHaveCount(0)
}

async function issueFirst(desk: Desk, info: TestInfo): Promise<void> {
  const template = await downloadTemplate(desk, info.outputPath('problems-empty.xlsx'))
  await chooseFile(desk, await writeRows(template, [problem], info.outputPath('problems.xlsx')))
  await desk.page.getByRole('button', { name: '全部导入（1行）' }).click()
  await expect(desk.page.getByRole('status')).toContainText('录入了1个问题')
  await desk.takeUp('沟边护栏缺损')
  await desk.act('下发')
  await desk.isIn('待认领')
}

async function claimFirst(desk: Desk): Promise<void> {
  await desk.takeUp('沟边护栏缺损')
  await desk.act('认领', { 哪位领导负责: { pick: '陈立新' } })
  await desk.isIn('待报方案')
}

async function opensPerson({ page }: Desk, name: string): Promise<void> {
  await page.goto('/desk/people')
  await page.getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** @returns the new first password */
async function givesAnother(desk: Desk): Promise<string> {
  const { page } = desk
  await opensPerson(desk, '陈立新')
  await page.getByRole('button', { name: '重设密码' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认重设' }).click()
  await expect(page.getByRole('heading', { name: '首次密码' })).toBeFocused()
  expect(await barriersOn(page)).toEqual([])
  const password = await page.getByRole('definition').last().textContent()
  await page.getByRole('button', { name: '已交给本人' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '陈立新' })).toBeVisible()
  return password ?? ''
}

async function revealsPhone(desk: Desk): Promise<void> {
  const { page } = desk
  await opensPerson(desk, '王敏')
  const phone = page.getByRole('region', { name: '手机号' })
  await expect(phone).toContainText('138****1234')
  await phone.getByRole('button', { name: '查看全号' }).click()
  await phone.getByLabel('查看理由').fill('通知领取密码条')
  expect(await barriersOn(page)).toEqual([])
  await phone.getByRole('button', { name: '查看', exact: true }).click()
  await expect(phone).toContainText('13800001234')
}

async function reads({ page }: Desk): Promise<void> {
  const rail = page.getByRole('navigation', { name: '主菜单' }).getByRole('link')
  await expect(rail).toHaveText(['待办', '机构', '授权', '日志', '登录协助'])
  await page.goto('/desk/log')
  const lines = page.getByRole('main').getByRole('row')
  for (const [who, act] of [
    ['李建国', '导入'],
    ['张秀兰', '申请授权'],
    ['李建国', '确认授权'],
    ['陈立新', '修改密码'],
    ['李建国', '重设密码'],
    ['李建国', '查看完整电话'],
  ] as const)
    await expect(lines.filter({ hasText: who }).filter({ hasText: act }).first()).toBeVisible()
  await expect(lines.filter({ hasText: '登录记录：浏览器种类、登录方式' }).first()).toBeVisible()
  const read = page.getByRole('main')
  for (const kept of ['护栏', '13800001234', 'Spring']) await expect(read).not.toContainText(kept)
  for (const [path, says] of [
    ['/desk/ledger', '管理员看不到问题'],
    ['/desk/overview', '管理员看不到问题'],
    ['/desk/people', '您不能查看人员'],
    ['/desk/import', '您不能导入'],
    ['/desk/first-passwords', '首次密码由系统管理员办理'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('main')).toContainText(says)
  }
}
