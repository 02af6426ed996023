import { type ReactNode, useEffect, useRef, useState } from 'react'

type Props = {
  /** What the button shows, and what it is called. */
  button: ReactNode
  label: string
  className?: string
  /** Called with what closes the menu; made anew at each opening. */
  children: (close: () => void) => ReactNode
}

/** A button that opens a few things below it. Escape, a press elsewhere, or going on with Tab closes it. */
export function Menu({ button, label, className, children }: Props) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      opener.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('focusin', elsewhere)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('focusin', elsewhere)
    }
  }, [open])
  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }
  return (
    <div ref={box} className="ui-menu">
      <button
        ref={opener}
        type="button"
        className={className}
        aria-label={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && <div className="ui-menu-panel">{children(close)}</div>}
    </div>
  )
}
