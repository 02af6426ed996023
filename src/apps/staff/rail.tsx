import { Link, useLocation } from '@tanstack/react-router'
import type { Me, Role } from '#features/accounts/api.ts'
import { hasCountyRole, isAdministrator, useMe } from '#features/accounts/staff/index.ts'
import { seesAppealsOnly, touchesAppeals } from '#features/appeals/staff/index.ts'
import { seesCampaigns } from '#features/evaluations/staff/index.ts'
import { Icon, type IconName } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { frameWords } from './words.ts'

type Entry = {
  to:
    | '/'
    | '/ledger'
    | '/publicity'
    | '/evaluations'
    | '/appeals'
    | '/overview'
    | '/organizations'
    | '/import'
    | '/people'
    | '/grants'
    | '/log'
    | '/sign-in-help'
  name:
    | 'work'
    | 'ledger'
    | 'publicity'
    | 'evaluations'
    | 'appeals'
    | 'overview'
    | 'organizations'
    | 'import'
    | 'people'
    | 'grants'
    | 'log'
    | 'help'
  icon: IconName
  /** Only for these; everybody without it. */
  for?: Role[]
  /** Nothing of it is an administrator's to see, nor somebody's who registers appeals and does nothing else. */
  business?: true
  when?: (me: Me | undefined) => boolean
}

/** In the order of the loop. The server judges every request by itself: an entry left out only spares a dead end. */
const entries: Entry[] = [
  { to: '/', name: 'work', icon: 'work' },
  { to: '/ledger', name: 'ledger', icon: 'ledger', business: true },
  { to: '/publicity', name: 'publicity', icon: 'publicity', business: true },
  {
    ...{ to: '/evaluations', name: 'evaluations', icon: 'evaluations', business: true },
    when: seesCampaigns,
  },
  { to: '/appeals', name: 'appeals', icon: 'appeals', when: touchesAppeals },
  { to: '/overview', name: 'overview', icon: 'overview', business: true },
  { to: '/organizations', name: 'organizations', icon: 'organizations' },
  { to: '/import', name: 'import', icon: 'import', for: ['office', 'inspector', 'system_admin'] },
  { to: '/people', name: 'people', icon: 'people', for: ['system_admin', 'security_admin'] },
  {
    ...{ to: '/grants', name: 'grants', icon: 'grants' },
    for: ['system_admin', 'security_admin', 'audit_admin', 'leader'],
  },
  { to: '/log', name: 'log', icon: 'log', for: ['audit_admin'] },
  { to: '/sign-in-help', name: 'help', icon: 'me', for: ['system_admin', 'security_admin', 'audit_admin'] },
]

/** Left on a wide screen, below on a narrow one. */
export function Rail() {
  const words = useWords(frameWords)
  const me = useMe()
  // A problem is a page of the ledger, wherever one came from.
  const inProblem = useLocation({ select: ({ pathname }) => pathname.startsWith('/problems/') })
  return (
    <nav className="rail" aria-label={words.main}>
      {entries
        .filter((entry) => !entry.for || hasCountyRole(me, ...entry.for))
        .filter((entry) => !(entry.business && (isAdministrator(me) || seesAppealsOnly(me))))
        .filter((entry) => entry.when?.(me) ?? true)
        .map(({ to, name, icon }) => (
          <Link
            key={to}
            to={to}
            className={name === 'ledger' && inProblem ? 'rail-entry active' : 'rail-entry'}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            <Icon name={icon} />
            <span>{words.rail[name]}</span>
          </Link>
        ))}
    </nav>
  )
}
