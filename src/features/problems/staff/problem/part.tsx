import type { ReactNode } from 'react'

type PartProps = {
  /** What links from "still missing" jump to. */
  id: string
  title: string
  beside?: ReactNode
  /** Nothing in it yet: one line is enough to say so. */
  empty?: boolean
  children: ReactNode
}

/** One titled part of the page. */
export function Part(props: PartProps) {
  return (
    <section
      className={props.empty ? 'pp-part pp-part-empty' : 'pp-part'}
      id={props.id}
      aria-labelledby={`${props.id}-title`}
      tabIndex={-1}
    >
      <header className="pp-part-head">
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        {props.beside && <div className="pp-part-beside">{props.beside}</div>}
      </header>
      {props.children}
    </section>
  )
}

/** Why something is empty, and what fills it. */
export function Nothing({ what, why }: { what: string; why?: string }) {
  return (
    <p className="pp-nothing">
      {what}
      {why && <span> {why}</span>}
    </p>
  )
}

export type FactLine = { label: string; value: ReactNode; wide?: boolean }

/** Names and values; values that are not known are left out, not shown as a dash. */
export function FactList({ facts, inline }: { facts: readonly FactLine[]; inline?: true }) {
  return (
    <dl className={inline ? 'pp-facts pp-facts-inline' : 'pp-facts'}>
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ label, value, wide }) => (
          <div key={label} className={wide ? 'pp-fact pp-fact-wide' : 'pp-fact'}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** Text as it was typed, line by line. */
export const Prose = ({ children }: { children: string }) => <p className="pp-prose">{children}</p>
