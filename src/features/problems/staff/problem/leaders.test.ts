import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering } from './leaders.ts'

const named = (round: number, part: 'lead' | 'co', id: string) => ({ round, part, person: { id, name: id } })

test('until a new round names somebody, the last round’s leaders answer', () => {
  const leaders = [named(1, 'lead', 'zhao'), named(1, 'co', 'li')]
  assert.equal(answering({ leaders, round: 2 }).lead?.id, 'zhao')
  assert.equal(answering({ leaders: [...leaders, named(2, 'lead', 'li')], round: 2 }).lead?.id, 'li')
  assert.deepEqual(answering({ leaders: [], round: 1 }), { lead: null, co: [] })
})
