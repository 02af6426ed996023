import type { ReactNode } from 'react'

type Props = { id: string; title: string; beside?: ReactNode; children: ReactNode }

/** One titled part of a page. */
export function Part({ id, title, beside, children }: Props) {
  return (
    <section className="ap-part" id={id} aria-labelledby={`${id}-title`}>
      <header className="ap-part-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {beside}
      </header>
      {children}
    </section>
  )
}

/** Why something is empty, and what fills it. */
export const Nothing = ({ what, why }: { what: string; why?: string }) => (
  <p className="ap-minor">
    {what}
    {why && <span> {why}</span>}
  </p>
)
