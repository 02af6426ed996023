import { Button, Checkbox, Popover } from 'antd'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { allColumns, type ColumnKey, usualColumns } from './columns.tsx'
import { ledgerWords } from './words.ts'

type Props = { columns: ColumnKey[]; change: (columns: ColumnKey[]) => void }

/** Which columns and in which order; remembered in this browser. The title is always there. */
export function ColumnMenu({ columns, change }: Props) {
  const words = useWords(ledgerWords)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={words.tools.columnsTitle}
      content={<List columns={columns} change={change} />}
    >
      <button type="button" className="tool tool-columns" aria-haspopup="dialog">
        <Icon name="columns" size={18} />
        <span>{words.tools.columns}</span>
      </button>
    </Popover>
  )
}

function List({ columns, change }: Props) {
  const words = useWords(ledgerWords)
  const hidden = allColumns.filter((key) => !columns.includes(key))
  const move = (key: ColumnKey, by: number) => {
    const from = columns.indexOf(key)
    const next = columns.filter((other) => other !== key)
    next.splice(from + by, 0, key)
    change(next)
  }
  return (
    <div className="column-menu">
      <ul>
        {[...columns, ...hidden].map((key) => {
          const at = columns.indexOf(key)
          return (
            <li key={key}>
              <Checkbox
                checked={at >= 0}
                disabled={key === 'title'}
                onChange={() =>
                  change(at >= 0 ? columns.filter((other) => other !== key) : [...columns, key])
                }
              >
                {words.columns[key]}
              </Checkbox>
              {at >= 0 && (
                <span className="column-moves">
                  <Mover
                    icon="up"
                    label={words.tools.up(words.columns[key])}
                    off={at === 0}
                    go={() => move(key, -1)}
                  />
                  <Mover
                    icon="down"
                    label={words.tools.down(words.columns[key])}
                    off={at === columns.length - 1}
                    go={() => move(key, 1)}
                  />
                </span>
              )}
            </li>
          )
        })}
      </ul>
      <Button type="link" size="small" onClick={() => change(usualColumns)}>
        {words.tools.reset}
      </Button>
    </div>
  )
}

function Mover({
  icon,
  label,
  off,
  go,
}: {
  icon: 'up' | 'down'
  label: string
  off: boolean
  go: () => void
}) {
  return (
    <button type="button" aria-label={label} disabled={off} onClick={go}>
      <Icon name={icon} size={16} />
    </button>
  )
}
