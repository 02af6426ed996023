import type { ReactNode } from 'react'

type Props = { id: string; title: string; beside?: ReactNode; children: ReactNode }

/** One titled part of the page. */
export function Part({ id, title, beside, children }: Props) {
  return (
    <section className="pub-part" id={id} aria-labelledby={`${id}-title`}>
      <header className="pub-part-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {beside}
      </header>
      {children}
    </section>
  )
}
