import { type ShouldBlockFn, useBlocker } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useWords } from './language.tsx'
import { commonWords } from './words/index.ts'

type Props = {
  /** Whether anything would be lost now. */
  isUnsaved: boolean
  /** What would be lost, where that is not what was typed. */
  why?: string
}

/** Filters and tabs of the same page are no leaving. */
const leavesPage: ShouldBlockFn = ({ current, next }) => current.pathname !== next.pathname

/**
 * Asks before what nothing has saved is left by the menu, a link or back; of a closed tab the browser asks in its own
 * words. Who navigates because it was saved says `ignoreBlocker`.
 */
export function LeaveGuard({ isUnsaved, why }: Props) {
  const words = useWords(commonWords).leave
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: leavesPage,
    disabled: !isUnsaved,
    withResolver: true,
  })
  const dialog = useRef<HTMLDialogElement>(null)
  const isAsking = status === 'blocked'
  useEffect(() => {
    if (isAsking) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isAsking])
  return (
    <dialog ref={dialog} className="ui-leave" aria-labelledby="leave-why" onCancel={reset}>
      <p id="leave-why">{why ?? words.unsaved}</p>
      <div className="ui-leave-ways">
        <button type="button" className="ui-button" onClick={reset}>
          {words.stay}
        </button>
        <button type="button" className="ui-button" onClick={proceed}>
          {words.go}
        </button>
      </div>
    </dialog>
  )
}
