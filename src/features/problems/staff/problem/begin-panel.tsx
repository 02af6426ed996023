import { useNavigate } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { dayOf } from '#ui/format.ts'
import { ActForm } from './acts/act-form.tsx'
import { useProblemWords } from './kit.tsx'
import './problem.css'

/** The side panel of an act that begins a problem. */
export default function BeginPanel({ act, close }: { act: 'report' | 'orderImmediate'; close: () => void }) {
  const { acts } = useProblemWords()
  const navigate = useNavigate()
  return (
    <Drawer
      open
      onClose={close}
      title={acts[act]}
      size="min(640px, 100vw)"
      className="pp-panel"
      mask={{ closable: false }}
    >
      <ActForm
        problem={null}
        act={act}
        today={dayOf(new Date())}
        close={close}
        open={(next, id) => void navigate({ to: '/problems/$id', params: { id }, search: { act: next } })}
      />
    </Drawer>
  )
}
