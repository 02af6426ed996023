import { useNavigate } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { dayOf } from '#ui/format.ts'
import { ActForm } from './acts/act-form.tsx'
import { usePageWords, useProblemWords } from './kit.tsx'
import './problem.css'

/** The side panel of an act that begins a problem. */
type Props = {
  act: 'report' | 'orderImmediate'
  given?: Readonly<Record<string, unknown>> | undefined
  close: () => void
}

export default function BeginPanel({ act, given, close }: Props) {
  const { acts } = useProblemWords()
  const { page } = usePageWords()
  const navigate = useNavigate()
  const { appealIds } = given ?? {}
  return (
    <Drawer
      open
      onClose={close}
      title={acts[act]}
      size="min(640px, 100vw)"
      className="pp-panel"
      mask={{ closable: false }}
    >
      {Array.isArray(appealIds) && <p>{page.fromAppeals(appealIds.length)}</p>}
      <ActForm
        problem={null}
        act={act}
        today={dayOf(new Date())}
        given={given}
        close={close}
        open={(next, id) => void navigate({ to: '/problems/$id', params: { id }, search: { act: next } })}
      />
    </Drawer>
  )
}
