import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { Role } from '#features/accounts/api.ts'
import { useMe } from '#features/accounts/staff/index.ts'
import { dayOf } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { type Party, problemLifecycle } from '../../lifecycle.ts'
import { ActForm } from './acts/act-form.tsx'
import { useProblemWords } from './kit.tsx'
import './problem.css'

const BEGINNINGS = ['report', 'orderImmediate'] as const
type Beginning = (typeof BEGINNINGS)[number]

/** The acts that begin a problem, for those who may: feedback typed by hand, and 立行立改 with its two tasks (S0-06). */
export function BeginTools() {
  const { acts } = useProblemWords()
  const me = useMe()
  const navigate = useNavigate()
  const [begun, setBegun] = useState<Beginning | null>(null)
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
      {begun && (
        <Drawer
          open
          onClose={() => setBegun(null)}
          title={acts[begun]}
          size="min(640px, 100vw)"
          className="pp-panel"
          mask={{ closable: false }}
        >
          <ActForm
            problem={null}
            act={begun}
            today={dayOf(new Date())}
            close={() => setBegun(null)}
            open={(act, id) => void navigate({ to: '/problems/$id', params: { id }, search: { act } })}
          />
        </Drawer>
      )}
    </>
  )
}

/** County bodies act under the name of their role; who begins a problem is always one of them. */
const speaksFor = (role: Role, party: Party): boolean => role === party
