import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hiddenIn, takeIn } from './hiding.ts'

const written = (cause: string, given: object = {}) => ({
  ...{ commandId: 'c', openness: 'registrar' as const, placeId: 'p', title: '路灯不亮', person: {}, cause },
  ...{ aboutVillage: false, people: 1, ...given },
})

test('who gives their name in the text only is hidden too, and the sealed part has it as it was written', () => {
  const cause = '我是上河村三组张建国，电话13800001234，路灯坏了。村民刘大柱也说坏了。'
  const { body, identity } = takeIn(written(cause))
  assert.equal(body.cause, '我是上河村三组***，电话***，路灯坏了。村民刘大柱也说坏了。')
  assert.deepEqual(identity, { said: `路灯不亮\n${cause}` })
})

test('whom somebody speaks about stays: whoever handles it has to know', () => {
  for (const cause of ['我是来反映会计刘富贵的', '村主任刘富贵私分征地款', '邻居王小二占了路'])
    assert.equal(takeIn(written(cause)).body.cause, cause)
})

test('of a number nothing is left by which the village would know whose it is', () => {
  const { body } = takeIn(written('找我13800001234，固话0571-86660001，身份证61052219700101123X'))
  assert.doesNotMatch(body.cause, /138|1234|0571|8666|6105|123X/)
})

test('where it came from is masked like the matter, and a name known of the person everywhere in it', () => {
  const person = { name: '周德福', phone: '13800001234' }
  const { body } = takeIn(written('灯不亮', { person, sourceRef: '周德福的群 13800001234' }))
  assert.equal((body as { sourceRef?: string }).sourceRef, '***的群 ***')
})

test('of whoever wishes to stay unknown nothing is kept, whatever was filled in', () => {
  const given = { openness: 'anonymous', person: { name: '周德福' }, said: '我叫周德福，灯不亮' }
  const { body, identity } = takeIn(written('我叫周德福，灯不亮', given))
  assert.deepEqual([body.cause, identity], ['我叫***，灯不亮', {}])
})

test('a resident’s words lose the number and their own name; the desk may say which office to call', () => {
  const text = '我是周德福，打13800001234或者0571-86660001'
  assert.equal(hiddenIn({ text }, 'resident').text, '我是***，打***或者***')
  assert.equal(
    hiddenIn({ text: '请打0571-86660001，别打13800001234' }, 'desk').text,
    '请打0571-86660001，别打***',
  )
  assert.equal(hiddenIn({ note: '女儿家0571-86660001' }, 'desk').note, '女儿家***')
})
