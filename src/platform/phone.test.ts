import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskPhone, normalizePhone, PhoneText } from './phone.ts'

test('one number has one spelling, however it is written', () => {
  for (const text of [
    '13800001234',
    ' 138 0000 1234 ',
    '138-0000-1234',
    '+86 138 0000 1234',
    '008613800001234',
  ])
    assert.equal(normalizePhone(text), '13800001234', text)
  assert.equal(normalizePhone('１３８００００１２３４'), '13800001234')
  for (const text of ['(0919) 3821234', '0919-3821234'])
    assert.equal(normalizePhone(text), '09193821234', text)
})

test('what is no number is refused, and the fault does not repeat it', () => {
  for (const text of ['', '1380000123', '12800001234', '138000012345', '3821234', '电话', '13800001234x']) {
    assert.equal(normalizePhone(text), null, text)
    const parsed = PhoneText.safeParse(text)
    assert.equal(parsed.success, false)
    if (text) assert.ok(!parsed.error?.issues.some(({ message }) => message.includes(text)))
  }
})

test('masked, the middle is gone', () => {
  assert.equal(maskPhone('13800001234'), '138****1234')
  assert.equal(maskPhone('09193821234'), '091****1234')
})
