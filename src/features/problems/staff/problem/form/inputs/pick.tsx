import { Radio, Select } from 'antd'
import { usePageWords } from '../../kit.tsx'
import type { ControlProps, FormContext } from '../context.ts'
import { isRead, type Option, useOptions } from './options.ts'

type PickProps = ControlProps & { path: string; many: boolean; optional: boolean; context: FormContext }

/** Choosing from what the county has: dictionary words, people, organisations, what hangs on this problem. */
export function Pick(props: PickProps) {
  const { source } = props.context.settingAt(props.path)
  const { options, loading } = useOptions(source, props.path, props.context)
  if (isRead(source)) return <PickSentence {...props} options={options} />
  return <PickOne {...props} options={options} loading={loading} nobody={source?.from === 'people'} />
}

function PickSentence({
  id,
  value,
  change,
  leave,
  describedBy,
  optional,
  options,
}: PickProps & { options: Option[] }) {
  const words = usePageWords()
  const none = optional ? [{ value: '', label: words.panel.none }] : []
  return (
    <Radio.Group
      id={id}
      className="pp-measure-choice"
      value={value ?? ''}
      aria-describedby={describedBy}
      onChange={(event) => {
        change(event.target.value)
        leave()
      }}
      options={[...none, ...options]}
    />
  )
}

type PickOneProps = PickProps & { options: Option[]; loading: boolean; nobody: boolean }

function PickOne({
  id,
  value,
  change,
  leave,
  describedBy,
  many,
  optional,
  options,
  loading,
  nobody,
}: PickOneProps) {
  const words = usePageWords()
  const t = words.panel
  return (
    <Select
      id={id}
      className="pp-select"
      mode={many ? 'multiple' : undefined}
      value={value ?? (many ? [] : undefined)}
      options={grouped(options)}
      loading={loading}
      allowClear={optional}
      showSearch={{ optionFilterProp: 'find' }}
      placeholder={options.length > 12 ? t.find : t.chosen}
      notFoundContent={
        loading ? words.page.loading : nobody && options.length === 0 ? t.peopleNone : t.nothingFound
      }
      aria-describedby={describedBy}
      onChange={(next) => change(next ?? undefined)}
      onBlur={leave}
    />
  )
}

/** Options with a group stand under its heading, in the order the groups first appear. */
function grouped(options: readonly Option[]): Option[] {
  const groups = [...new Set(options.map((option) => option.group ?? ''))]
  if (groups.length < 2) return [...options]
  const headed = groups.map((group) => ({
    label: group,
    title: group,
    options: options.filter((option) => (option.group ?? '') === group),
  }))
  // Ant Design's own type knows options or groups, and infers only one of them.
  return headed as unknown as Option[]
}
