import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOf, type Draft, emptyDraft, faultsOf, keptForm, titleOf } from './draft.ts'

const typed: Draft = {
  ...emptyDraft(),
  ...{
    placeId: '0199d0c2-7c1e-7b7a-9d53-5a1f0c3e2b11',
    openness: 'handler',
    nature: 'help',
    fieldCode: 'roads',
  },
  ...{ name: '周德福', phone: '138 0000 1234', address: '二组12号' },
  cause: '您好，村口路灯坏了半个月，我是周德福，电话13800001234，住二组12号。',
}
const alone = { mainId: undefined, said: undefined }

test('what has a village, a cause and a choice of openness can be registered', () => {
  const body = bodyOf(typed, alone)
  assert.deepEqual(faultsOf(body), [])
  assert.equal(body.title, '村口路灯坏了半个月')
  assert.deepEqual(body.person, { name: '周德福', phone: '138 0000 1234', address: '二组12号' })
})

test('what is missing is named by the field that fills it, and half a class is none', () => {
  const faults = faultsOf(bodyOf({ ...emptyDraft(), nature: 'help', phone: '12345', people: '0' }, alone))
  const byField = Object.fromEntries(faults.map(({ path, reason }) => [path, reason]))
  assert.deepEqual(byField, {
    ...{ placeId: 'required', cause: 'required', openness: 'required', people: 'too_small' },
    ...{ phone: 'phone', fieldCode: 'required' },
  })
})

test('joined, it needs no class', () => {
  const body = bodyOf(
    { ...typed, nature: '', fieldCode: '' },
    { ...alone, mainId: '0199d0c2-7c1e-7b7a-9d53-5a1f0c3e2b12' },
  )
  assert.deepEqual([faultsOf(body), 'urgency' in body], [[], false])
})

test('whoever stays unknown is not sent, whatever was typed', () => {
  const body = bodyOf({ ...typed, openness: 'anonymous' }, { ...alone, said: '我是周德福' })
  assert.deepEqual([body.person, body.said], [{}, undefined])
})

test('nothing of who it was lies in the browser', () => {
  const kept = JSON.stringify(keptForm(typed))
  for (const own of ['周德福', '13800001234', '138 0000 1234', '二组12号'])
    assert.equal(kept.includes(own), false)
  assert.ok(kept.includes('村口路灯坏了半个月'))
})

test('a title is the first clause that says something, and no longer than a line', () => {
  assert.equal(titleOf('您好。请问，低保什么时候发？'), '低保什么时候发')
  assert.equal(titleOf('上河村三组的。后山排洪沟被堵住了'), '后山排洪沟被堵住了')
  assert.equal([...titleOf('路'.repeat(80))].length, 30)
  assert.equal(titleOf(''), '')
})
