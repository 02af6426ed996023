import { useWords } from '#ui/language.tsx'
import { signInWords } from './words.ts'

/** Shown once. On paper nothing else of the page goes with them. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const words = useWords(signInWords).recovery
  return (
    <section className="sign-in-form sign-in-printed" aria-labelledby="recovery-title">
      <h2 id="recovery-title" tabIndex={-1} ref={(heading) => heading?.focus()}>
        {words.title}
      </h2>
      <p className="sign-in-note">{words.why}</p>
      <ol className="sign-in-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="sign-in-submit sign-in-second ui-no-print"
        onClick={() => window.print()}
      >
        {words.print}
      </button>
      <button type="button" className="sign-in-submit ui-no-print" onClick={done}>
        {words.done}
      </button>
    </section>
  )
}
