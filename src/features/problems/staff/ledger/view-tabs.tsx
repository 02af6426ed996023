import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Popconfirm, Popover } from 'antd'
import { useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { newId } from '#ui/new-id.ts'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { dropView, listViews, saveView } from '../../api.ts'
import { type Filters, filtersIn, queryOf } from './filters.ts'
import { ledgerWords } from './words.ts'

type Props = { filters: Filters; change: (filters: Filters) => void }

const viewsKey = ['views']

/** The reader's own views: press to open, save the present one, drop the open one. */
export function ViewTabs({ filters, change }: Props) {
  const words = useWords(ledgerWords).views
  const views = useQuery({ queryKey: viewsKey, queryFn: () => call(listViews, {}), staleTime: 600_000 })
  const now = queryOf(filters)
  const rows = (views.data?.rows ?? []).map((view) => ({ ...view, query: queryOf(filtersIn(view.query)) }))
  const isSaved = now === '' || rows.some((view) => view.query === now)
  return (
    <nav className="ledger-views" aria-label={words.title}>
      <Tab name={words.all} open={now === ''} onOpen={() => change({})} />
      {rows.map((view) => (
        <span key={view.id} className="ledger-view">
          <Tab name={view.name} open={view.query === now} onOpen={() => change(filtersIn(view.query))} />
          {view.query === now && <DropView id={view.id} name={view.name} />}
        </span>
      ))}
      {!isSaved && <SaveView query={now} />}
    </nav>
  )
}

function Tab({ name, open, onOpen }: { name: string; open: boolean; onOpen: () => void }) {
  return (
    <button type="button" className="ledger-tab" aria-current={open ? 'page' : undefined} onClick={onOpen}>
      {name}
    </button>
  )
}

/** Reads the views again after one was saved or dropped. */
function useViewChange<V>(change: (value: V) => Promise<unknown>, done?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      done?.()
      return client.invalidateQueries({ queryKey: viewsKey })
    },
  })
}

function SaveView({ query }: { query: string }) {
  const words = useWords(ledgerWords).views
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const save = useViewChange(
    (body: { name: string; query: string }) => call(saveView, { params: { id: newId() }, body }),
    () => {
      setOpen(false)
      setName('')
    },
  )
  const form = (
    <form
      className="ledger-save"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) save.mutate({ name: name.trim(), query })
      }}
    >
      <p>{words.why}</p>
      <Input
        autoFocus
        value={name}
        maxLength={30}
        placeholder={words.name}
        aria-label={words.name}
        onChange={(event) => setName(event.target.value)}
      />
      <Fault error={save.error} />
      <Button type="primary" htmlType="submit" disabled={name.trim() === ''} loading={save.isPending}>
        {words.saveThis}
      </Button>
    </form>
  )
  return (
    <Popover
      content={form}
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      destroyOnHidden
    >
      <button type="button" className="ledger-tab ledger-tab-save">
        <Icon name="save" size={16} />
        {words.save}
      </button>
    </Popover>
  )
}

function DropView({ id, name }: { id: string; name: string }) {
  const words = useWords(ledgerWords).views
  const drop = useViewChange(() => call(dropView, { params: { id } }))
  return (
    <>
      <Popconfirm
        title={words.drop(name)}
        okText={words.dropThis}
        cancelText={words.keep}
        icon={null}
        onConfirm={() => drop.mutate(undefined)}
      >
        <button type="button" className="ledger-drop" aria-label={words.drop(name)}>
          <Icon name="close" size={14} />
        </button>
      </Popconfirm>
      <Fault error={drop.error} />
    </>
  )
}

function Fault({ error }: { error: unknown }) {
  const common = useWords(commonWords)
  const words = useWords(ledgerWords).views
  if (!error) return null
  const full = isApiError(error) && error.refusal.code === 'invalid' ? error.refusal.issues[0] : undefined
  const most = full?.reason === 'too_many_views' ? full.detail : undefined
  return <p role="alert">{most ? words.full(most) : sayError(error, common)}</p>
}
