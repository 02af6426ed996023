import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initialsOf, soundsLike } from './pinyin.ts'

test('names of places have the first letters that people type', () => {
  const names = [
    '上河村',
    '石桥镇',
    '清溪县',
    '安乐村',
    '鹅湖村',
    '欧家湾',
    '潼关县',
    '严庄',
    '左岸社区',
    '2号院',
  ]
  assert.deepEqual(names.map(initialsOf), [
    ...['shc', 'sqz', 'qxx', 'alc', 'ehc', 'ojw', 'tgx', 'yz', 'zasq', '2hy'],
  ])
})

test('a name is found by characters, by letters, and not by others', () => {
  assert.equal(soundsLike('石桥镇上河村', '河村'), true)
  assert.equal(soundsLike('石桥镇上河村', 'SHC'), true)
  assert.equal(soundsLike('石桥镇上河村', 'xhc'), false)
})
