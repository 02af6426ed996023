import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Sends something about one line of a list and reads the list anew; what was refused is said beside the buttons. */
export function useLineSending(queryKey: string) {
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const send = async (does: () => Promise<unknown>) => {
    setSending(true)
    setError(null)
    try {
      await does()
      await queries.invalidateQueries({ queryKey: [queryKey] })
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(false)
    }
  }
  return { error, isSending, send }
}
