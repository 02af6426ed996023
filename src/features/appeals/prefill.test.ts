import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuses, prefillOf } from './prefill.ts'
import { appealRuleShapes, appealRules } from './rules.seed.ts'

const laidDown = (key: string) =>
  appealRules.find((rule) => rule.kind === 'appeal' && rule.key === key)?.value
const known = {
  places: [
    { id: 'v1', name: '上河村' },
    { id: 'v2', name: '下河村' },
    { id: 'v3', name: '桥头社区' },
  ],
  keywords: appealRuleShapes.keywords.parse(laidDown('keywords')),
  accusation: appealRuleShapes.accusation.parse(laidDown('accusation')),
  today: '2026-07-10',
}
const read = (text: string) => prefillOf(text, known)

test('a chat message becomes the five elements, and who it was is taken out of the matter', () => {
  const filled = read(
    '你好，我叫周德福，电话13800001234，上河村3组的路灯从7月1日起就不亮了，晚上老人出门看不见，麻烦修一下。',
  )
  assert.deepEqual(filled.person, { name: '周德福', phone: '13800001234' })
  assert.deepEqual([filled.placeId, filled.placeDetail, filled.happenedOn], ['v1', '3组', '2026-07-01'])
  assert.deepEqual([filled.nature, filled.urgency, filled.fieldCode], ['help', 'ordinary', 'roads'])
  for (const own of ['周德福', '13800001234']) assert.ok(!(filled.cause + filled.title).includes(own))
  assert.match(filled.title, /路灯/)
})

test('a title says what it is about, not where somebody lives', () => {
  assert.match(
    read('我叫李秀兰，上河村三组的，电话13900005678。后山排洪沟被渣土堵住了。').title,
    /^后山排洪沟/,
  )
})

test('what a message does not say stays empty', () => {
  const filled = read('垃圾好几天没人收')
  assert.deepEqual(filled.person, {})
  assert.deepEqual([filled.placeId, filled.happenedOn, filled.fieldCode], [null, null, 'sanitation'])
})

test('days are read as people say them, and never lie ahead', () => {
  assert.equal(read('昨天晚上开始停水').happenedOn, '2026-07-09')
  assert.equal(read('前天就反映过').happenedOn, '2026-07-08')
  assert.equal(read('12月20日坏的').happenedOn, '2025-12-20')
  assert.equal(read('13月40日').happenedOn, null)
})

test('what is asked, suggested, praised and urgent is told apart', () => {
  assert.equal(read('请问办高龄补贴需要什么材料').nature, 'inquiry')
  assert.equal(read('建议在村口装个减速带').nature, 'advice')
  assert.equal(read('感谢镇里帮我们修好了路').nature, 'praise')
  assert.equal(read('电线断了掉在路上').urgency, 'urgent')
  assert.equal(read('隔壁房子着火了').urgency, 'very_urgent')
})

test('an accusation is somebody in office near a deed, not a word alone', () => {
  for (const text of ['村主任刘某私分征地款', '会计克扣我家的粮食补贴', '书记收了承包户的好处费'])
    assert.ok(accuses(text, known.accusation), text)
  for (const text of ['请书记来看看路灯', '反对浪费', '村主任家门口的路坏了', '骗子冒领快递'])
    assert.ok(!accuses(text, known.accusation), text)
})
