import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Slip } from '../slip.tsx'
import { useStaffWords } from '../words.ts'
import type { Registered } from './use-registering.ts'

/** The receipt, large, to be read out and printed; it is told this once. */
export function Done({ done, again }: { done: Registered; again: () => void }) {
  const words = useStaffWords().register.done
  return (
    <section className="ap-done" aria-labelledby="done-title">
      <h2 id="done-title">{words.title}</h2>
      <p role="status">
        {words.number(done.number)}
        {done.main && ` · ${words.joined(done.main.number)}`}
        {done.diverted === 'done' && ` · ${words.diverted}`}
      </p>
      {done.diverted === 'failed' && (
        <p className="ap-refusal" role="alert">
          {words.divertFailed}
        </p>
      )}
      <Slip number={done.number} receipt={done.receipt} />
      <p className="ap-minor ui-no-print">{words.say}</p>
      <div className="ap-buttons ui-no-print">
        {/* The next one is what comes now: Enter goes on. */}
        <Button type="primary" autoFocus onClick={again}>
          {words.again}
        </Button>
        <Button onClick={() => window.print()}>{words.print}</Button>
        <Link to="/appeals/$id" params={{ id: done.id }}>
          {words.open}
        </Link>
      </div>
    </section>
  )
}
