import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { Role } from '#features/accounts/api.ts'
import { useMe } from '#features/accounts/staff/index.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { givenIn } from '../../beginning.ts'
import { type Party, problemLifecycle } from '../../lifecycle.ts'
import { problemWords } from '../../words.ts'

/** Forms are heavy, and most who open the ledger begin nothing. */
const BeginPanel = lazy(() => import('./begin-panel.tsx'))

const BEGINNINGS = ['report', 'orderImmediate'] as const

/** The acts that begin a problem, for those who may: feedback typed by hand, and 立行立改 with its two tasks (S0-06). */
export function BeginTools() {
  const { acts } = useWords(problemWords)
  const me = useMe()
  const { begin, ...filters } = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const given = givenIn(begin)
  const [begun, setBegun] = useState<(typeof BEGINNINGS)[number] | null>(given ? 'report' : null)
  const close = () => {
    setBegun(null)
    // What a link filled in is done with: not again when somebody comes back to this address.
    if (begin) void navigate({ to: '/ledger', search: filters, replace: true })
  }
  const mine = BEGINNINGS.filter((act) =>
    problemLifecycle.begins[act]?.by.some((party) => me?.grants.some(({ role }) => speaksFor(role, party))),
  )
  return (
    <>
      {mine.map((act) => (
        <Button key={act} icon={<Icon name="add" size={16} />} onClick={() => setBegun(act)}>
          {acts[act]}
        </Button>
      ))}
      {begun && mine.includes(begun) && (
        <Suspense>
          <BeginPanel act={begun} given={begun === 'report' ? given : undefined} close={close} />
        </Suspense>
      )}
    </>
  )
}

/** County bodies act under the name of their role; who begins a problem is always one of them. */
const speaksFor = (role: Role, party: Party): boolean => role === party
