import { searchPeople } from '#features/accounts/rights-api.ts'
import { listProblems } from '#features/problems/api.ts'
import { listPublications } from '#features/publicity/api.ts'
import { register as registerAppeal } from '#tests/support/e2e-appeals.ts'
import { barriersOn } from '#tests/support/e2e-axe.ts'
import type { Caller } from '#tests/support/e2e-caller.ts'
import { issue } from '#tests/support/e2e-problems.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const banner = '本系统为非涉密系统，严禁处理、存储、传输国家秘密'

/** Every page of the desk, some in more than one condition, with what tells that it is there. */
async function pagesOf(caller: Caller, waiting: string) {
  const { rows } = await caller.call(listProblems, { query: { relapsed: 'true' } })
  const rich = `/desk/problems/${rows[0]!.id}`
  const [publication] = (await caller.call(listPublications, { query: {} as never })).rows
  return [
    ['/desk', '我的待办'],
    ['/desk/ledger', '问题台账'],
    ['/desk/ledger?state=closed&group=township', '问题台账'],
    ['/desk/ledger?q=没有这样的问题', '问题台账'],
    [rich, rows[0]!.title],
    [`/desk/problems/${waiting}`, '等待退回的一个问题'],
    [`/desk/problems/${waiting}?act=requestCorrection`, '等待退回的一个问题'],
    ['/desk/publicity', '公示'],
    ['/desk/publicity/new', '公示'],
    [`/desk/publicity/${publication!.id}`, publication!.title],
    ['/desk/overview', '概览'],
    ['/desk/organizations', '组织机构'],
    [`/desk/organizations/${rows[0]!.organizationId}`, '变更记录'],
    ['/desk/import?kind=people', '从Excel导入'],
    ['/desk/my-data', '保存的内容'],
    ['/desk/data-requests', '您不能办理个人信息申请'],
    ['/desk/me', '我的账号'],
    ['/desk/problems/00000000-0000-7000-8000-000000000000', '没有找到'],
    ['/desk/nowhere', '没有找到'],
  ] as const
}

const screens = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
] as const

for (const { width, height, colorScheme } of screens)
  test(`every page at ${width}, ${colorScheme}: banner, no barrier, nothing too wide`, async ({ people }) => {
    test.setTimeout(600_000)
    const options = { viewport: { width, height }, colorScheme }
    const office = await people.caller('office')
    const waiting = await issue(office, '等待退回的一个问题')
    const desk = await people.as('office', options)
    const nobody = await people.nobody(options)
    const admin = await people.caller('sysadmin')
    const [clerk] = (await admin.call(searchPeople, { query: { q: 'town-clerk' } as never })).rows
    const [runs, secures, audits] = [
      await people.as('sysadmin', options),
      await people.as('secadmin', options),
      await people.as('auditor', options),
    ]
    const town = await people.caller('town-registrar')
    const { id: appeal } = await registerAppeal(town, '水渠护栏松动')
    const registrar = await people.as('town-registrar', options)
    const discipline = await people.as('discipline', options)
    const visits = [
      { page: registrar.page, path: '/desk/appeals', says: '群众诉求' },
      { page: registrar.page, path: '/desk/appeals?view=all', says: '水渠护栏松动' },
      { page: registrar.page, path: '/desk/appeals?q=没有这样的诉求', says: '没有符合条件的诉求' },
      { page: registrar.page, path: '/desk/appeals/new', says: '粘贴群众的话' },
      { page: registrar.page, path: `/desk/appeals/${appeal}`, says: '水渠护栏松动' },
      { page: registrar.page, path: `/desk/appeals/${appeal}?act=dispatch`, says: '建议派给' },
      { page: registrar.page, path: '/desk/appeals/overview', says: '诉求总览' },
      { page: registrar.page, path: '/desk/appeals/reception', says: '排接访日' },
      { page: registrar.page, path: '/desk/appeals/telling', says: '待告知' },
      { page: registrar.page, path: '/desk/appeals/rates', says: '综合得分' },
      { page: registrar.page, path: '/desk/appeals/rates?rate=response', says: '按时联系的' },
      { page: registrar.page, path: '/desk/appeals/pledges', says: '突出问题清单' },
      { page: discipline.page, path: '/desk/appeals/diverted', says: '转送件' },
      ...(await pagesOf(office, waiting)).map(([path, says]) => ({ page: desk.page, path, says })),
      { page: desk.page, path: '/desk/delegations', says: '代我办理' },
      { page: runs.page, path: '/desk/people', says: '人员与权限' },
      { page: runs.page, path: '/desk/people?q=没有这个人', says: '没有找到这样的人' },
      { page: runs.page, path: `/desk/people/${clerk!.id}`, says: '查看全号' },
      { page: runs.page, path: '/desk/first-passwords', says: '首次密码' },
      { page: runs.page, path: '/desk/sign-in-help', says: '谁登录不了' },
      { page: secures.page, path: '/desk/grants', says: '授权确认' },
      { page: audits.page, path: '/desk/log', says: '不含内容' },
      { page: nobody.page, path: '/', says: '闭环' },
      { page: nobody.page, path: '/published', says: '公示' },
      { page: nobody.page, path: '/progress', says: '查进度' },
      { page: nobody.page, path: '/report', says: '0000-6001001' },
      { page: nobody.page, path: '/about', says: '关于本站' },
      { page: nobody.page, path: '/open-data', says: '开放接口' },
      { page: desk.page, path: '/desk/notice-ways', says: '通知方式' },
      { page: runs.page, path: '/desk/outlets', says: '对外通道' },
      { page: secures.page, path: '/desk/outlets', says: '等待确认' },
      { page: desk.page, path: '/desk/outlets', says: '由系统管理员' },
      { page: nobody.page, path: '/desk/sign-in', says: '闭环' },
    ]
    for (const { page, path, says } of visits)
      await test.step(path, async () => {
        await page.goto(path)
        await expect(page.getByText(says).first()).toBeVisible()
        await page.waitForLoadState('networkidle')
        await expect.soft(page.getByText(banner)).toBeVisible()
        expect.soft(await barriersOn(page), `barriers on ${path}`).toEqual([])
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect.soft(overhang, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
      })
  })
