import { Button } from 'antd'
import { useAppealDictionary } from '../data.ts'
import { useStaffWords } from '../words.ts'
import { useRegisteringHere } from './field.tsx'

/** It seems to accuse somebody by name: whether it does, the registrar decides (domain.md 2.7). */
export function Accuses() {
  const words = useStaffWords().register.accuses
  const kinds = useAppealDictionary('divert_kind')
  const { accuses, setAccuses, divertAs, divert } = useRegisteringHere()
  if (!accuses)
    return (
      <Button size="small" type="link" className="ap-accuses-open" onClick={() => setAccuses(true)}>
        {words.by}
      </Button>
    )
  const kind = divertAs ?? kinds[0]?.code ?? ''
  return (
    <section className="ap-told ap-accuses" aria-labelledby="accuses-title" role="alert">
      <h2 id="accuses-title">{words.title}</h2>
      <p>{words.why}</p>
      <div className="ap-buttons">
        <label className="ap-inline">
          {words.kind}
          <select value={kind} onChange={({ target }) => divert(target.value)}>
            {kinds.map(({ code, label }) => (
              <option key={code} value={code}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {divertAs === undefined && <Button onClick={() => divert(kind)}>{words.divert}</Button>}
        <Button
          onClick={() => {
            divert(undefined)
            setAccuses(false)
          }}
        >
          {words.undo}
        </Button>
      </div>
      {divertAs !== undefined && <strong role="status">{words.willDivert}</strong>}
    </section>
  )
}
