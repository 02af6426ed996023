import type { Answer } from '#platform/http/endpoint.ts'
import { useWords } from '#ui/language.tsx'
import type { resetPassword } from '../../sign-in-api.ts'
import { helpWords } from './words.ts'
import '../sign-in.css'
import '../account/account.css'
import './help.css'

/** The first password, shown once, for paper: gone when the page is left. */
export function Slip({ slip, done }: { slip: Answer<typeof resetPassword>; done: () => void }) {
  const words = useWords(helpWords).slip
  return (
    <section className="account-part" aria-labelledby="slip-title">
      <div className="sign-in-printed help-slip">
        <h2 id="slip-title" tabIndex={-1} ref={(heading) => heading?.focus()}>
          {words.title}
        </h2>
        <dl>
          <dt>{words.name}</dt>
          <dd>{slip.name}</dd>
          <dt>{words.username}</dt>
          <dd>
            <code>{slip.username}</code>
          </dd>
          <dt>{words.password}</dt>
          <dd>
            <code>{slip.password}</code>
          </dd>
        </dl>
        <p>
          {window.location.host} · {words.how}
        </p>
      </div>
      <p className="ui-no-print">{words.once}</p>
      <div className="account-acts ui-no-print">
        <button type="button" className="ui-button" onClick={() => window.print()}>
          {words.print}
        </button>
        <button type="button" className="ui-button" onClick={done}>
          {words.done}
        </button>
      </div>
    </section>
  )
}
