import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { findAppealByReceipt } from '../../api.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'

/** 电话查询: somebody reads out the receipt, and the appeal opens. The receipt goes into no address and is not kept. */
export function ByReceipt() {
  const words = useStaffWords().byReceipt
  const navigate = useNavigate()
  const [receipt, setReceipt] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isAsking, setAsking] = useState(false)
  const find = async (event: FormEvent) => {
    event.preventDefault()
    if (receipt.trim() === '') return
    setAsking(true)
    setError(null)
    try {
      const { id } = await call(findAppealByReceipt, { body: { receipt } })
      await navigate({ to: '/appeals/$id', params: { id } })
    } catch (failure) {
      setError(failure)
    } finally {
      setAsking(false)
    }
  }
  const isUnknown = isApiError(error) && error.refusal.code === 'not_found'
  return (
    <form
      className="ap-by-receipt ui-no-print"
      onSubmit={(event) => void find(event)}
      aria-label={words.title}
    >
      <label htmlFor="by-receipt">{words.title}</label>
      <input
        id="by-receipt"
        value={receipt}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        placeholder={words.hint}
        aria-label={words.label}
        onChange={({ target }) => setReceipt(target.value)}
      />
      <Button htmlType="submit" loading={isAsking}>
        {words.find}
      </Button>
      {isUnknown ? (
        <p className="ap-refusal" role="alert">
          {words.none}
        </p>
      ) : (
        <Refusal error={error} />
      )}
    </form>
  )
}
