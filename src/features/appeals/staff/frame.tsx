import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { isRegistrar, oversees, readsRates, takesDiverted, worksOnAppeals } from './who.ts'
import { useStaffWords } from './words.ts'
import './styles/appeals.css'

type Props = { title: string; beside?: ReactNode; children: ReactNode }

/** What stands round every page of appeals but that of one: its name, and the ways to the others. */
export function AppealsFrame({ title, beside, children }: Props) {
  const { sections } = useStaffWords()
  const me = useMe()
  const ways = [
    ...(worksOnAppeals(me) ? [{ to: '/appeals', name: sections.list } as const] : []),
    ...(isRegistrar(me) ? [{ to: '/appeals/new', name: sections.register } as const] : []),
    ...(isRegistrar(me) ? [{ to: '/appeals/telling', name: sections.telling } as const] : []),
    ...(oversees(me) ? [{ to: '/appeals/overview', name: sections.overview } as const] : []),
    ...(readsRates(me) ? [{ to: '/appeals/rates', name: sections.rates } as const] : []),
    ...(oversees(me) ? [{ to: '/appeals/pledges', name: sections.pledges } as const] : []),
    ...(worksOnAppeals(me) ? [{ to: '/appeals/reception', name: sections.reception } as const] : []),
    ...(takesDiverted(me) ? [{ to: '/appeals/diverted', name: sections.diverted } as const] : []),
  ]
  return (
    <div className="ap">
      <header className="ap-head">
        <h1>{title}</h1>
        {beside}
        {ways.length > 1 && (
          <nav className="ap-ways ui-no-print" aria-label={sections.label}>
            {ways.map(({ to, name }) => (
              <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
                {name}
              </Link>
            ))}
          </nav>
        )}
      </header>
      {children}
    </div>
  )
}
