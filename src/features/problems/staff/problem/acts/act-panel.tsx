import { Drawer } from 'antd'
import { dayOf } from '#ui/format.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useProblemWords } from '../kit.tsx'
import { EvidencePanel } from '../upload/evidence-panel.tsx'
import { ActForm } from './act-form.tsx'
import { Known } from './known.tsx'
import type { SentAct } from './send.ts'

type PanelProps = { problem: ProblemDetail; act: SentAct; close: () => void; open: (act: ProblemAct) => void }

/** The side panel of one act. The problem is taken as it was when the panel opened: what is seen is what is judged. */
export function ActPanel({ problem, act, close, open }: PanelProps) {
  const { acts } = useProblemWords()
  const today = dayOf(new Date())
  const Form = act === 'addEvidence' ? EvidencePanel : ActForm
  return (
    <Drawer
      open
      onClose={close}
      title={acts[act]}
      size="min(640px, 100vw)"
      className="pp-panel"
      // Typed text is kept anyway; a click beside the panel should still not close it by accident.
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Known problem={problem} act={act} />
      <Form problem={problem} act={act} today={today} close={close} open={open} />
    </Drawer>
  )
}
