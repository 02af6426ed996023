import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { deciderRoles } from '../../authority.ts'
import { listGrantRequests } from '../../rights-api.ts'
import { useMe } from '../me.ts'
import { rightsWords } from './words.ts'
import './rights.css'

/** On my work: roles that wait for the reader to confirm them; `otherwise` once it is known that none does. */
export function WaitingGrants({ otherwise = null }: { otherwise?: ReactNode }) {
  const { requests: words } = useWords(rightsWords)
  const format = useFormat()
  const me = useMe()
  const decides = me?.grants.some(
    ({ role, organizationKind, onBehalfOf }) =>
      organizationKind === 'county' && !onBehalfOf && deciderRoles.some((decider) => decider === role),
  )
  const found = useQuery({
    queryKey: ['grant-requests', 'pending'],
    queryFn: () => call(listGrantRequests, { query: { status: 'pending' } }),
    enabled: decides === true,
  })
  const n = found.data?.rows.filter(({ can }) => can.includes('decide')).length ?? 0
  if (n === 0) return found.isLoading ? null : otherwise
  return (
    <p className="rights-waiting">
      <Link to="/grants">{words.waiting(format.number(n))}</Link>
    </p>
  )
}
