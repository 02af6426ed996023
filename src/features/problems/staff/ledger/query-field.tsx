import { useEffect, useRef, useState } from 'react'
import { useWords } from '#ui/language.tsx'
import { ledgerWords } from './words.ts'

const PAUSE_MS = 400

/** Searches when typing pauses, not at every key; and not while a Chinese word is being composed. */
export function QueryField({ value, change }: { value: string | undefined; change: (q?: string) => void }) {
  const words = useWords(ledgerWords).filters
  const [typed, setTyped] = useState(value ?? '')
  const composing = useRef(false)
  const sent = useRef(value ?? '')
  useEffect(() => {
    // Changed from elsewhere: a saved view, Back, "clear".
    if ((value ?? '') !== sent.current) {
      sent.current = value ?? ''
      setTyped(sent.current)
    }
  }, [value])
  useEffect(() => {
    const timer = setTimeout(() => {
      const q = typed.trim()
      if (composing.current || q === sent.current) return
      sent.current = q
      change(q || undefined)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <input
      type="search"
      className="ledger-q"
      value={typed}
      maxLength={100}
      placeholder={words.q}
      aria-label={words.q}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        setTyped(event.currentTarget.value)
      }}
    />
  )
}
