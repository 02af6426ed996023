import type { Locator, TestInfo } from '@playwright/test'
import { drawPicture } from '#apps/demo/pictures/index.ts'
import { addDays } from '#platform/calendar/index.ts'
import { type Desk, fillIn } from '#tests/support/e2e-desk.ts'
import { type DemoUser, expect, test } from '#tests/support/e2e-test.ts'
import { Round, type Turn } from '#tests/support/e2e-turns.ts'
import { importList, Way } from '#tests/support/e2e-way.ts'
import {
  chooseFile,
  downloadTemplate,
  fillTemplate,
  readRows,
  type SheetRow,
} from '#tests/support/e2e-workbook.ts'
import { dayOf } from '#ui/format.ts'

/** 上河村, where the demo accounts of a village sit: the first of the example's ten. */
const village = '991024102200'
const today = dayOf(new Date())

test('one problem of an imported workbook goes all the way round, relapses and goes round again', async ({
  people,
}, testInfo) => {
  test.setTimeout(1_200_000)
  const seats = await seatsOf((username) => people.as(username))
  const title = await test.step('the workbook is imported', () => importWorkbook(seats.office, testInfo))
  const round = new Round(title, '待下发')
  const take = async (turns: Iterable<Turn>) => {
    for (const turn of turns) await test.step(`${turn.act} → ${turn.to}`, () => round.take(turn))
  }
  await take(toRectifying(seats))
  await take(toClosureRequested(seats))
  await test.step('who applied is offered no approval', () => seesNoApproval(seats.secretary, round))
  await take(toClosed(seats))
  await take(relapse(seats))
  await take(toClosureRequested(seats))
  await take(toClosed(seats))
  await take(consolidation(seats))
  await test.step('its record shows both rounds', () => showsBothRounds(seats.office, round))
})

// After the other: two lists at once would be more than the office's list of work shows.
test('one problem of an imported list goes all the way round by API calls', async ({ people }, testInfo) => {
  const seats = await seatsOf((username) => people.caller(username))
  const way = new Way(seats, await importList(seats.office, testInfo))
  await way.toRectifying()
  await way.toClosureRequested()
  await way.keepsOutWhoApplied()
  await way.toClosed()
  await way.relapses()
  await way.toClosureRequested()
  await way.toClosed()
  await way.consolidates()
  await way.isRecordedWhole()
})

type Seats = Awaited<ReturnType<typeof seatsOf<Desk>>>

async function seatsOf<Seat>(seat: (username: DemoUser) => Promise<Seat>) {
  return {
    office: await seat('office'),
    chief: await seat('office2'),
    secretary: await seat('village-secretary'),
    clerk: await seat('village-clerk'),
    town: await seat('town-secretary'),
    inspector: await seat('inspector1'),
    second: await seat('inspector2'),
    discipline: await seat('discipline'),
    personnel: await seat('personnel'),
  }
}

/** All 170 of ten villages, and all there afterwards. @returns the title of a problem of the village, like no other */
async function importWorkbook(office: Desk, info: TestInfo): Promise<string> {
  const { page } = office
  const file = await fillTemplate(
    await downloadTemplate(office, info.outputPath('empty.xlsx')),
    info.outputPath('filled.xlsx'),
  )
  await chooseFile(office, file)
  await expect(page.getByText('每一行都可以导入。')).toBeVisible()
  await page.getByRole('button', { name: '全部导入（170行）' }).click()
  await expect(page.getByText('录入了170个问题，现在都是「待下发」。')).toBeVisible()
  await page.getByRole('link', { name: '到台账下发' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '问题台账' })).toBeVisible()
  const rows = await readRows(file)
  const isAlone = (row: SheetRow) => rows.filter((r) => r.问题标题 === row.问题标题).length === 1
  const chosen = rows.find((row) => row.单位编码 === village && isAlone(row))
  return chosen?.问题标题 ?? ''
}

function* toRectifying({ office, secretary, clerk }: Seats): Generator<Turn> {
  yield { by: office, act: '下发', to: '待认领' }
  const leader = { 哪位领导负责: { pick: secretary.name } }
  yield { by: secretary, act: '认领', fields: leader, to: '待报方案', stays: true }
  yield { by: clerk, act: '报送整改方案', fill: fillPlan(secretary), to: '方案审核中' }
  const why = { 退回的理由和修改要求: '请写明公示的地点和频次。' }
  yield { by: office, act: '退回重制', fields: why, to: '方案退回重制' }
  const better = { 整改目标: '收益按季在公示栏和村民群公示。' }
  yield { by: clerk, act: '报送整改方案', fields: better, to: '方案审核中' }
  yield { by: office, act: '通过方案', to: '整改中' }
}

function* toClosureRequested({ secretary, clerk }: Seats): Generator<Turn> {
  const at = { by: clerk, to: '整改中', stays: true } as const
  yield { ...at, act: '填报进展', fields: { 进展: '已收集近两年的电费结算单。' } }
  for (const measure of [/补公示/, /公示办法/])
    yield {
      ...{ ...at, act: '完成措施' },
      fields: { 对应的措施: { choose: measure }, 完成内容: '已完成，见佐证。' },
    }
  yield { ...at, act: '上传佐证', fill: uploadPicture }
  const report = { 完成情况: { choose: '已完成' }, 整改情况概述: '两年收益已公示，办法已印发。' }
  yield { by: secretary, act: '申请销号', fields: report, to: '申请销号' }
}

function* toClosed(seats: Seats): Generator<Turn> {
  const { office, chief, town, inspector, second, discipline, personnel } = seats
  yield { by: town, act: '初审通过', fields: { 意见: '情况属实，同意上报。' }, to: '资料审核中' }
  yield { by: office, act: '资料审核通过', fields: { 意见: '资料齐全。' }, to: '待现场核查' }
  const found = { ...check(seats), 是否符合要求: { choose: '符合要求' } }
  yield { by: inspector, act: '记录现场核查', fields: found, to: '待现场核查', stays: true }
  yield { by: second, act: '确认现场核查', to: '待群众评价' }
  yield { by: town, act: '录入群众评价', fields: evaluation, to: '待群众评价', beside: true }
  yield { by: office, act: '确认群众评价', to: '会签中' }
  for (const body of [discipline, personnel])
    yield { by: body, act: '会签', fields: { 是否同意销号: { choose: '同意' } }, to: '会签中' }
  yield { by: chief, act: '同意销号', fields: { 意见: '同意销号。' }, to: '已销号' }
}

function* relapse(seats: Seats): Generator<Turn> {
  const { office, clerk, inspector, second } = seats
  const found = { ...check(seats), 反弹情形: { pick: '问题反弹' } }
  yield { by: inspector, act: '记录抽查反弹', fields: found, to: '已销号', beside: true }
  yield { by: second, act: '确认反弹', to: '反弹', beside: true }
  const why = { 重新打开的理由: '抽查发现今年的收益又没有公示。' }
  yield { by: office, act: '重新打开', fields: why, to: '重新整改' }
  yield { by: clerk, act: '报送整改方案', fill: fillPlan(seats.secretary), to: '方案审核中' }
  yield { by: office, act: '通过方案', to: '整改中' }
}

function* consolidation(seats: Seats): Generator<Turn> {
  const { inspector, second } = seats
  yield { by: inspector, act: '记录抽查合格', fields: check(seats), to: '已销号', beside: true }
  yield { by: second, act: '确认巩固', to: '已巩固' }
}

const check = ({ second }: Seats) => ({
  一同核查的人: { pick: second.name },
  核查方式: { pick: '现场核查' },
  核查情况: '到村查看公示栏，并向三户村民了解。',
})

const evaluation = { 发放份数: '30', 有效份数: '28', 满意: '24', 基本满意: '3', 不满意: '1' }

const fillPlan = (leader: Desk) => async (panel: Locator) => {
  await fillIn(panel, {
    整改目标: '光伏收益按季公示。',
    问题根源: { pick: '监督机制不健全' },
    计划完成日期: addDays(today, 60),
    牵头领导: { pick: leader.name },
  })
  await fillIn(panel.getByRole('group', { name: '第1条' }), {
    当下改还是长久立: { choose: '当下改' },
    措施类型: { pick: '重大措施' },
    内容: '补公示近两年的光伏收益和支出。',
    完成时限: addDays(today, 20),
  })
  await fillIn(panel.getByRole('group', { name: '第2条' }), {
    当下改还是长久立: { choose: '长久立' },
    措施类型: { pick: '建章立制' },
    内容: '制定光伏收益公示办法，每季度末公示。',
    完成时限: addDays(today, 60),
  })
}

/** A picture of the notice board, chosen as people choose it. */
async function uploadPicture(panel: Locator): Promise<void> {
  const chooser = panel.page().waitForEvent('filechooser')
  await panel.getByText('选择照片或文件', { exact: true }).click()
  const buffer = await drawPicture({ scene: 'board', mended: true, on: today, seed: 'e2e' })
  await (await chooser).setFiles({ name: '公示栏.png', mimeType: 'image/png', buffer })
  await expect(panel.getByText('已传完，还没有提交')).toBeVisible()
  await fillIn(panel, { 材料种类: { choose: '现场' }, 地点: '村委会公示栏前' })
}

/** Whoever applied for closure sees that others decide, and has no button to decide with. */
async function seesNoApproval(desk: Desk, round: Round): Promise<void> {
  const { page } = desk
  await desk.open(round.id, round.title)
  const acts = page.getByRole('region', { name: '现在可以办' })
  await expect(acts).toContainText('下一步由所属乡镇党委办理。')
  for (const approval of ['初审通过', '资料审核通过', '同意销号'])
    await expect(page.getByRole('button', { name: approval })).toHaveCount(0)
}

async function showsBothRounds(desk: Desk, { id, title }: Round): Promise<void> {
  const { page } = desk
  await desk.open(id, title)
  await expect(page.getByRole('button', { name: /^第1轮 \d+步$/ })).toBeVisible()
  const picture = page.getByRole('region', { name: '佐证材料' }).getByRole('img')
  await expect(picture).toHaveCount(2)
  await picture.first().scrollIntoViewIfNeeded()
  await expect
    .poll(() => picture.first().evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(100)
}
