import { slugOf } from '#features/publicity/release.ts'
import type { DemoUser } from './e2e-test.ts'

/** A page in one condition, whom it is for (null: nobody is signed in), and what tells that it is there. */
export type EveryPage = { name: string; path: string; as: DemoUser | null; says: string }

/** Reads a list of the demo county through the API as this person. */
type Read = <T>(as: DemoUser, path: string) => Promise<{ rows: T[] }>
type Case = { id: string; title: string; number: string; edition: number; organizationId: string }

/**
 * Every page of the desk and every public one, some in more than one condition, of the demo county. It is walked for
 * barriers and photographed for eyes: a page that is missing here is looked at by nobody.
 */
export async function everyPage(read: Read): Promise<EveryPage[]> {
  const first = async <T = Case>(as: DemoUser, path: string): Promise<T> => {
    const [row] = (await read<T>(as, path)).rows
    if (!row) throw new Error(`the demo county has nothing at ${path}`)
    return row
  }
  const relapsed = await first('office', '/problems?limit=1&relapsed=true')
  const rectifying = await first('office', '/problems?limit=1&state=rectifying')
  const disclosed = await first('office', '/publications?kind=problem&state=published&audience=society')
  const month = await first('office', '/publications?kind=appeals&state=published')
  const counted = await first('office', '/evaluations?state=closed')
  const running = await first('office', '/evaluations?state=running')
  const appeal = await first('town-registrar', '/appeals?limit=1')
  const registered = await first('town-registrar', '/appeals?limit=1&state=registered')
  const clerk = await first('sysadmin', '/staff?q=town-clerk')

  const of = (as: DemoUser | null, pages: readonly (readonly [name: string, path: string, says: string])[]) =>
    pages.map(([name, path, says]) => ({ name, path, says, as }))
  return [
    ...of('office', [
      ['work', '/desk', '我的待办'],
      ['ledger', '/desk/ledger', '问题台账'],
      ['ledger-groups', '/desk/ledger?state=closed&group=township', '问题台账'],
      ['ledger-nothing', '/desk/ledger?q=没有这样的问题', '问题台账'],
      ['problem', `/desk/problems/${relapsed.id}`, relapsed.title],
      ['problem-waiting', `/desk/problems/${rectifying.id}`, rectifying.title],
      ['act', `/desk/problems/${rectifying.id}?act=requestCorrection`, rectifying.title],
      ['publicity', '/desk/publicity', '公示'],
      ['publication-begun', '/desk/publicity/new', '公示'],
      ['publication', `/desk/publicity/${disclosed.id}`, disclosed.title],
      ['publication-sheet', `/desk/publicity/${disclosed.id}/sheet`, disclosed.title],
      ['month', `/desk/publicity/${month.id}`, month.title],
      ['month-sheet', `/desk/publicity/${month.id}/sheet`, month.title],
      ['evaluations', '/desk/evaluations', '群众评价'],
      ['evaluation-counted', `/desk/evaluations/${counted.id}`, counted.title],
      ['surveys', '/desk/surveys', '问卷设计'],
      ['overview', '/desk/overview', '概览'],
      ['organizations', '/desk/organizations', '组织机构'],
      ['organization', `/desk/organizations/${relapsed.organizationId}`, '变更记录'],
      ['import', '/desk/import?kind=problems', '从Excel导入'],
      ['import-people', '/desk/import?kind=people', '从Excel导入'],
      ['my-data', '/desk/my-data', '保存的内容'],
      ['data-requests-refused', '/desk/data-requests', '您不能办理个人信息申请'],
      ['account', '/desk/me', '我的账号'],
      ['delegations', '/desk/delegations', '代我办理'],
      ['notice-ways', '/desk/notice-ways', '通知方式'],
      ['outlets-refused', '/desk/outlets', '由系统管理员'],
      ['problem-not-found', '/desk/problems/00000000-0000-7000-8000-000000000000', '没有找到'],
      ['not-found', '/desk/nowhere', '没有找到'],
    ]),
    ...of('town-clerk', [
      ['evaluation', `/desk/evaluations/${running.id}`, running.title],
      ['evaluation-new', '/desk/evaluations/new', '拟订评价活动'],
      ['evaluation-papers', `/desk/evaluations/${running.id}/papers`, '录入纸质问卷'],
    ]),
    ...of('village-clerk', [['work-village', '/desk', '我的待办']]),
    ...of('town-registrar', [
      ['appeals-mine', '/desk/appeals', '群众诉求'],
      ['appeals', '/desk/appeals?view=all', appeal.title],
      ['appeals-nothing', '/desk/appeals?q=没有这样的诉求', '没有符合条件的诉求'],
      ['appeal-new', '/desk/appeals/new', '粘贴群众的话'],
      ['appeal', `/desk/appeals/${appeal.id}`, appeal.title],
      ['appeal-act', `/desk/appeals/${registered.id}?act=dispatch`, '建议派给'],
      ['appeals-overview', '/desk/appeals/overview', '诉求总览'],
      ['reception-days', '/desk/appeals/reception', '排接访日'],
      ['appeals-telling', '/desk/appeals/telling', '待告知'],
      ['appeals-rates', '/desk/appeals/rates', '综合得分'],
      ['appeals-rates-rows', '/desk/appeals/rates?rate=response', '按时联系的'],
      ['appeals-pledges', '/desk/appeals/pledges', '突出问题清单'],
    ]),
    ...of('discipline', [['diverted', '/desk/appeals/diverted', '转送件']]),
    ...of('sysadmin', [
      ['people', '/desk/people', '人员与权限'],
      ['people-nothing', '/desk/people?q=没有这个人', '没有找到这样的人'],
      ['person', `/desk/people/${clerk.id}`, '查看全号'],
      ['first-passwords', '/desk/first-passwords', '首次密码'],
      ['sign-in-help', '/desk/sign-in-help', '谁登录不了'],
      ['data-requests', '/desk/data-requests', '个人信息申请'],
      ['outlets', '/desk/outlets', '对外通道'],
    ]),
    ...of('secadmin', [
      ['grants', '/desk/grants', '授权确认'],
      ['outlets-confirming', '/desk/outlets', '等待确认'],
    ]),
    ...of('auditor', [['log', '/desk/log', '不含内容']]),
    ...of(null, [
      ['front', '/', '闭环'],
      ['published', '/published', '公示'],
      ['published-one', `/published/${slugOf(disclosed)}`, disclosed.title],
      ['published-month', `/published/${slugOf(month)}`, month.title],
      ['monthly', '/monthly', '每月公布'],
      ['data', '/data', '数据下载和订阅'],
      ['progress', '/progress', '查进度'],
      ['report', '/report', '0000-6001001'],
      ['about', '/about', '关于本站'],
      ['open-data', '/open-data', '开放接口'],
      ['appeal-form', '/appeals/new', '我要反映'],
      ['appeal-status', '/appeals/status', '查我反映的事'],
      ['evaluate', '/evaluate', '填写群众评价'],
      ['evaluations-published', '/evaluations', '群众评价结果'],
      ['sign-in', '/desk/sign-in', '闭环'],
    ]),
  ]
}
