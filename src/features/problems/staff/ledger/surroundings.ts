import { useEffect, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

const narrow = '(max-width: 640px)'

const watch = (changed: () => void) => {
  const list = matchMedia(narrow)
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}

export const useIsNarrow = (): boolean => useSyncExternalStore(watch, () => matchMedia(narrow).matches)

/** True while the browser lays the page out for paper: then every loaded row has to stand there. */
export function useIsPrinting(): boolean {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    const media = matchMedia('print')
    // The browser takes its picture right after this event: the rows have to be there at once.
    const set = (on: boolean) => flushSync(() => setPrinting(on))
    const before = () => set(true)
    const after = () => set(false)
    const changed = () => set(media.matches)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    media.addEventListener('change', changed)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
      media.removeEventListener('change', changed)
    }
  }, [])
  return printing
}
