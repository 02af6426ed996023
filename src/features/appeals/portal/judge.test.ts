import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Matter } from '../schema.ts'
import { cut, isOnlyAbuse, saysToBeAChild, titleOf } from './judge.ts'

test('who says to be a child is known as one, who speaks of children is not', () => {
  for (const text of ['我今年12岁，学校门口', '我是小学生', '我 读 三年级', '我才十一岁'])
    assert.equal(saysToBeAChild(text), true, text)
  for (const text of [
    '我今年62岁',
    '我家孩子12岁',
    '村里小学生上学路不好走',
    '我是小学老师的家属？'.slice(0, 2),
    '我们村小学',
  ])
    assert.equal(saysToBeAChild(text), false, text)
})

test('abuse without a matter is asked for one; an angry matter is a matter', () => {
  for (const text of ['狗日的混蛋！！！', '你们这群废物', '滚蛋！垃圾'])
    assert.equal(isOnlyAbuse(text), true, text)
  for (const text of ['你们这群废物，路灯坏了半个月没人修', '垃圾没人清运', '路灯不亮', '村口垃圾堆成山'])
    assert.equal(isOnlyAbuse(text), false, text)
})

test('the first sentence is the title, cut between signs and not within', () => {
  assert.equal(titleOf('路灯坏了。晚上看不见'), '路灯坏了')
  assert.equal(titleOf('\n\n  路灯🏮坏了\n再说'), '路灯🏮坏了')
  assert.equal([...titleOf('路'.repeat(60))].length, 40)
  for (const rare of ['𠮷'.repeat(60), '𠮷'.repeat(35), `路\u2028${'🏮'.repeat(31)}`]) {
    const { success } = Matter.shape.title.safeParse(titleOf(rare))
    assert.ok(success, titleOf(rare))
  }
  assert.equal(cut(`${'路'.repeat(99)}🏮`, 100), '路'.repeat(99))
})
