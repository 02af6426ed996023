import { usePageWords } from '../kit.tsx'
import { fieldId } from './context.ts'
import { useFaultWord } from './fault-word.ts'
import type { Fault } from './faults.ts'
import type { ActForm } from './use-form.ts'

/** Puts the cursor into a field, whatever draws it. */
export function focusField(path: string): void {
  const field = document.getElementById(fieldId(path))
  field?.scrollIntoView({ block: 'center' })
  const typed = field?.matches('input, textarea')
    ? field
    : field?.querySelector<HTMLElement>('input, textarea, button')
  ;(typed ?? field)?.focus({ preventScroll: true })
}

/** Everything that keeps the act from being submitted, in one place, each leading to its field. */
export function Missing({ form }: { form: ActForm }) {
  const words = usePageWords()
  const name = useFieldName(form.act)
  const faultWord = useFaultWord()
  if (form.faults.length === 0) return <p className="pp-minor">{words.panel.ready}</p>
  return (
    <div className="pp-missing" aria-live="polite">
      <span>{words.panel.missing(form.faults.length)}</span>
      <ul>
        {form.faults.map((fault) => (
          <li key={fault.path}>
            <button
              type="button"
              className="pp-link"
              onClick={() => {
                form.visit(fault.path)
                focusField(fault.path)
              }}
            >
              {name(fault.path)}
            </button>
            {fault.reason !== 'required' && <span className="pp-minor"> {faultWord(fault)}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What a field is called, with its row where it stands in a list: "整改措施 第2条 完成时限". */
export function useFieldName(act: string): (path: Fault['path']) => string {
  const words = usePageWords()
  const nameOf = (key: string) =>
    words.fieldsOf[act]?.[key] ?? (words.fields as Record<string, string>)[key] ?? key
  return (path) =>
    path
      .split('.')
      .map((part) => (/^\d+$/.test(part) ? words.panel.row(Number(part) + 1) : nameOf(part)))
      .join(' ')
}
