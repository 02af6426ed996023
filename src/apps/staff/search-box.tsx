import { useEffect, useRef, useState } from 'react'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { SearchPanel } from './search-panel.tsx'
import { frameWords } from './words.ts'

/** The field in the top bar: Ctrl+K from anywhere opens the search over the page. */
export function Search() {
  const words = useWords(frameWords).search
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  const show = () => {
    setOpen(true)
    dialog.current?.showModal()
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (!dialog.current?.open) {
        setOpen(true)
        dialog.current?.showModal()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button type="button" className="search-open" onClick={show}>
        <Icon name="search" size={18} />
        <span>{words.open}</span>
        <kbd>{words.key}</kbd>
      </button>
      <dialog
        ref={dialog}
        className="search-dialog"
        aria-label={words.title}
        onClose={() => setOpen(false)}
        // The dialog's own box is filled by the panel: what is hit directly is the backdrop.
        onPointerDown={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      >
        {open && <SearchPanel close={() => dialog.current?.close()} />}
      </dialog>
    </>
  )
}
